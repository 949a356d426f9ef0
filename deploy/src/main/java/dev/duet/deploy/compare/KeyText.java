package dev.duet.deploy.compare;

import dev.duet.schemas.Column;
import dev.duet.schemas.Images;
import dev.duet.schemas.Key;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;

/// Keys as people write them. Stateless.
final class KeyText {
    private KeyText() {}

    /// A key of one field as its value; of several with commas between them, or, where a value has
    /// commas of its own, as a JSON array.
    ///
    /// @throws WrongRequest with what is wrong
    static Key parse(Shape canonical, String text) {
        try {
            if (text.startsWith("[")) {
                return Images.key(canonical, text);
            }
            int size = canonical.keySize();
            String[] parts = size == 1 ? new String[] {text} : text.split(",", -1);
            if (parts.length != size) {
                throw new IllegalArgumentException("values of " + size + " fields are needed");
            }
            @Nullable Object[] values = new Object[size];
            for (int i = 0; i < size; i++) {
                Column column = canonical.columns().get(i);
                values[i] = Images.value(column, parts[i].strip());
            }
            return Key.of(values);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw wrong(canonical, text, e);
        }
    }

    private static WrongRequest wrong(Shape canonical, String text, Exception cause) {
        String fields =
                String.join(
                        ",",
                        canonical.columns().stream()
                                .limit(canonical.keySize())
                                .map(it -> "<" + it.name() + ">")
                                .toList());
        return new WrongRequest(
                "'%s' is no key of %s; write %s, or a JSON array of these"
                        .formatted(text, canonical.entity(), fields),
                cause);
    }
}
