package dev.duet.deploy.conflicts;

import dev.duet.apply.store.ConflictHistory.Action;
import dev.duet.deploy.conflicts.Conflict.Located;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// What a person does, and why. Immutable.
///
/// @param action `resolved` or `reverted`
record Deed(String action, String reason) {
    Action about(Located entry, @Nullable String written) {
        return new Action(
                entry.system(), entry.entry().id(), action, written, reason, person(), null);
    }

    /// The operating system's user and host.
    private static String person() {
        String text = System.getProperty("user.name") + "@" + host();
        return text.length() <= 255 ? text : text.substring(0, 255);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }
}
