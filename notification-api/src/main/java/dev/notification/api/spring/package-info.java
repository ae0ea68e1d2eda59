/** Offers a publisher where Spring Boot and its Kafka support are present. */
@NullMarked
package dev.notification.api.spring;

import org.jspecify.annotations.NullMarked;
