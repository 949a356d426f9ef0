package dev.duet.deploy.config;

/// A place in the file; both numbers count from 1, as editors do.
record Place(int line, int column) {
    static final Place START = new Place(1, 1);
}
