package dev.sluice.storage;

import java.io.Closeable;

/** Held by at most one at a time, over processes and machines; given back by closing it. */
public interface Lock extends Closeable {}
