package dev.duet.mapping.fields;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.Normalization;
import dev.duet.schemas.types.Kind;

import java.text.Normalizer;
import java.util.Locale;

/// `normalize` and `truncate`: what a text is, however people spell it. Done when it is read, on
/// either side: the row that a person wrote stays as it was written, and the other side gets the
/// normal form. Doing it twice changes nothing.
final class TextForm {
    private final String field;
    private final Normalization normal;
    private final int lengthMax;

    private TextForm(String field, FieldForm form) {
        this.field = field;
        this.normal = form.normalization();
        this.lengthMax = form.truncate().orElse(Integer.MAX_VALUE);
    }

    static Ends of(String field, FieldForm form, Place first, Place second) {
        requireText(first, form);
        requireText(second, form);
        ValueFunction read = new TextForm(field, form)::read;
        return new Ends(
                first.column(),
                new Ends.End(first.inexact(), read, first.fits(field)),
                new Ends.End(second.inexact(), read, second.fits(field)));
    }

    private static void requireText(Place place, FieldForm form) {
        if (place.kind() != Kind.TEXT) {
            String word = form.truncate().isPresent() ? "truncate" : "normalize";
            throw new Misfit(
                    "'%s' is for texts, not for %s".formatted(word, place.words()),
                    "remove " + word + ", or map a text column");
        }
    }

    private Object read(Object value) {
        String text = (String) value;
        if (normal.trim() || normal.email() || normal.phone().isPresent()) {
            text = text.strip();
        }
        if (normal.phone().isPresent()) {
            return text.isEmpty() ? text : Phones.normal(field, text, normal.phone().get());
        }
        if (normal.email()) {
            text = email(text);
        }
        if (normal.letters().isPresent()) {
            text =
                    switch (normal.letters().get()) {
                        case LOWER -> text.toLowerCase(Locale.ROOT);
                        case UPPER -> text.toUpperCase(Locale.ROOT);
                    };
        }
        if (normal.nfc()) {
            text = Normalizer.normalize(text, Normalizer.Form.NFC);
        }
        return cut(text);
    }

    /// The name of the mailbox is taken as it is meant everywhere: whatever its case.
    private String email(String text) {
        int at = text.lastIndexOf('@');
        boolean address =
                at > 0 && at < text.length() - 1 && text.chars().noneMatch(Character::isWhitespace);
        if (!address && !text.isEmpty()) {
            throw new CannotConvert(field, "not an e-mail address");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /// By characters as databases count them, and with no blank left at the cut.
    private String cut(String text) {
        if (text.length() <= lengthMax || text.codePointCount(0, text.length()) <= lengthMax) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, lengthMax)).stripTrailing();
    }
}
