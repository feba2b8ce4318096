/** Downloads: mirror clients, mirror slots, resume and failover. */
@NullMarked
package dev.sluice.fetch;

import org.jspecify.annotations.NullMarked;
