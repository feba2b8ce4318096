/** Small mirrors on loopback, and the run that shows what Sluice does. */
@NullMarked
package dev.sluice.demo;

import org.jspecify.annotations.NullMarked;
