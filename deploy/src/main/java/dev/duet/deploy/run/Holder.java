package dev.duet.deploy.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// The name under which this instance holds the lease: enough for a person to find it, and for
/// another instance on the same machine to know that it is dead. Immutable.
record Holder(String place, long pid, String nonce) {
    /// This process.
    static Holder here() {
        return new Holder(
                placeHere(),
                ProcessHandle.current().pid(),
                UUID.randomUUID().toString().substring(0, 8));
    }

    /// Whether the holder of that text was a process of this machine that is no more.
    boolean isGone(String text) {
        String[] parts = text.split(" pid ", 2);
        if (parts.length != 2 || !parts[0].equals(place)) {
            return false;
        }
        int space = parts[1].indexOf(' ');
        try {
            long other = Long.parseLong(space < 0 ? parts[1] : parts[1].substring(0, space));
            return ProcessHandle.of(other).filter(ProcessHandle::isAlive).isEmpty();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /// Host and process namespace: a process id means the same only within both.
    private static String placeHere() {
        String namespace = "";
        try {
            namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            namespace = "pid";
        }
        try {
            return InetAddress.getLocalHost().getHostName() + " " + namespace;
        } catch (UnknownHostException e) {
            return "localhost " + namespace;
        }
    }

    @Override
    public String toString() {
        return place + " pid " + pid + " " + nonce;
    }
}
