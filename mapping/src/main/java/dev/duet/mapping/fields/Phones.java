package dev.duet.mapping.fields;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;

import dev.duet.mapping.types.CannotConvert;

/// Telephone numbers as E.164.
public final class Phones {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    private Phones() {}

    /// Whether a region has telephone numbers.
    public static boolean hasRegion(String region) {
        return NUMBERS.getSupportedRegions().contains(region);
    }

    /// E.164 has no place for an extension, so a number with one is refused. Whether a number is in
    /// use nobody asks: plans change faster than programs.
    ///
    /// @param region whose numbers are written without a country code
    static String normal(String field, String text, String region) {
        String normal = once(field, text, region);
        if (!once(field, normal, region).equals(normal)) {
            throw new CannotConvert(field, "no telephone number that stays the same");
        }
        return normal;
    }

    private static String once(String field, String text, String region) {
        try {
            PhoneNumber number = NUMBERS.parse(text, region);
            if (number.hasExtension()) {
                throw new CannotConvert(field, "a telephone number with an extension");
            }
            if (!NUMBERS.isPossibleNumber(number)) {
                throw new CannotConvert(field, "no possible telephone number");
            }
            return NUMBERS.format(number, PhoneNumberFormat.E164);
        } catch (NumberParseException e) {
            throw new CannotConvert(field, "no telephone number");
        }
    }
}
