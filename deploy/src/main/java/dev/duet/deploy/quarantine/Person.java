package dev.duet.deploy.quarantine;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Who is noted as having settled an entry: the operating system's user and host.
final class Person {
    /// What the column takes.
    private static final int MOST_CHARACTERS = 255;

    private Person() {}

    static String here() {
        return System.getProperty("user.name") + "@" + host();
    }

    static String because(String reason) {
        String text = here() + ": " + reason;
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }
}
