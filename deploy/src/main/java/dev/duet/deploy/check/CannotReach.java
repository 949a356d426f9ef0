package dev.duet.deploy.check;

import dev.duet.deploy.connect.CannotConnect;

import java.util.List;
import java.util.stream.Collectors;

/// One or both databases could not be reached; the message is every reason, one a line.
public final class CannotReach extends RuntimeException {
    public CannotReach(List<CannotConnect> failures) {
        super(
                failures.stream()
                        .map(CannotConnect::getMessage)
                        .collect(Collectors.joining(System.lineSeparator())),
                failures.getFirst());
    }
}
