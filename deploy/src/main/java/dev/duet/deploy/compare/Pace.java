package dev.duet.deploy.compare;

/// How fast rows are read. One thread.
interface Pace {
    /// As fast as it goes.
    Pace FREE = _ -> {};

    /// So many rows of one side were read, or are about to be; waits as long as they may take.
    void read(int rows) throws InterruptedException;
}
