/** Heavy steps: plain functions from a request to a result, run in the process or elsewhere. */
@NullMarked
package dev.sluice.step;

import org.jspecify.annotations.NullMarked;
