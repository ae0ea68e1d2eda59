/** Who may do what: credentials, scopes, the cookie session, CORS and what browsers are told. */
@NullMarked
package dev.notification.stream.security;

import org.jspecify.annotations.NullMarked;
