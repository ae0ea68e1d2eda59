package dev.notification.testbed;

/**
 * Something that runs in processes of its own and can be hurt: it comes back on the same ports and with the same data. For one
 * thread at a time.
 */
public interface Node extends AutoCloseable {
    /** Unique among the nodes of a site. */
    String name();

    /** Starts it and returns when it is ready. */
    void start();

    /** Asks it to end, and returns when it has. */
    void stop();

    /** Ends all its processes at once, as {@code kill -9} does. */
    void kill();

    /** Freezes all its processes: connections stay open and nothing answers. */
    void pause();

    /** Ends a {@link #pause()}. */
    void resume();

    /** Whether its process is there, frozen or not. */
    boolean isAlive();

    /** Of its main process, 0 when there is none. */
    long pid();

    /** Kills it if it lives, and gives free what it used; what it wrote stays. */
    @Override
    void close();
}
