/** The last step: manifest and mark of completeness. */
@NullMarked
package dev.sluice.publish;

import org.jspecify.annotations.NullMarked;
