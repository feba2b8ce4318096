/**
 * The step "Download": which mirror is asked for a file, resume and failover, and the check before
 * a file is committed; and listings under slots. Every connection of {@link
 * dev.sluice.fetch.clients} is opened under one of {@link dev.sluice.fetch.slots}, and here alone.
 */
@NullMarked
package dev.sluice.fetch;

import org.jspecify.annotations.NullMarked;
