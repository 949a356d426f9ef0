package dev.duet.schemas.types;

import java.util.Arrays;

/// A byte string that is equal by content. The array is never changed after construction.
public final class Bytes {
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /// Takes the array as it is: the caller gives it up.
    public static Bytes of(byte[] content) {
        return new Bytes(content);
    }

    /// The bytes themselves, not to be changed.
    public byte[] content() {
        return content;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "Bytes[" + content.length + "]";
    }
}
