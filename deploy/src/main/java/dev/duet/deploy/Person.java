package dev.duet.deploy;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Who is noted as having decided something: the operating system's user and host.
public final class Person {
    /// What the columns take.
    private static final int MOST_CHARACTERS = 255;

    private Person() {}

    public static String here() {
        return cut(System.getProperty("user.name") + "@" + host());
    }

    public static String because(String reason) {
        return cut(here() + ": " + reason);
    }

    private static String cut(String text) {
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
