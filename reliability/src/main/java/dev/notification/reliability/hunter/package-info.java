/** Readers of tables that go on after the highest number they saw, and whether anything appears behind them. */
@NullMarked
package dev.notification.reliability.hunter;

import org.jspecify.annotations.NullMarked;
