/** What a dump is: its files, who holds them, and how they are listed. */
@NullMarked
package dev.sluice.dump;

import org.jspecify.annotations.NullMarked;
