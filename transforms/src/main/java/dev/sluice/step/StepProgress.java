package dev.sluice.step;

/**
 * How far one step of a run is.
 *
 * @param step the step's name
 * @param waiting requests announced that have not begun
 * @param running requests under way
 * @param done requests that succeeded
 * @param failed requests that failed
 * @param retried how often something of a request was begun again: its task, or a file's transfer
 * @param bytes bytes that went through so far
 * @param expectedBytes bytes announced in all, or -1 if not known
 */
public record StepProgress(
    String step,
    int waiting,
    int running,
    int done,
    int failed,
    int retried,
    long bytes,
    long expectedBytes) {}
