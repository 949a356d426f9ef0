package dev.duet.apply.postgres;

import java.util.function.Function;

/// How one PostgreSQL column's values are written: each as its text in a `text[]` parameter, cast
/// to the column's type.
///
/// `INSERT INTO t (a) SELECT v.a::int8 FROM unnest(?::text[]) AS v(a)`. The casts name no length
/// and no precision, for an explicit cast would cut a value to them without a word, where the
/// assignment after it complains. Immutable.
public final class PostgresParameter {
    private final String castType;
    private final Comparison comparison;
    private final Function<Object, String> text;

    PostgresParameter(String castType, Comparison comparison, Function<Object, String> text) {
        this.castType = castType;
        this.comparison = comparison;
        this.text = text;
    }

    /// What a text is cast to, to be put after `::`, without modifiers.
    public String castType() {
        return castType;
    }

    /// A condition that two expressions of the column's type are exactly the same, null included:
    /// letter for letter, and as parsed for JSON.
    ///
    /// @param value cast by [#castType]
    public String equality(String column, String value) {
        return switch (comparison) {
            case PLAIN -> column + " IS NOT DISTINCT FROM " + value;
            case LETTERS ->
                    column
                            + "::text COLLATE \"C\" IS NOT DISTINCT FROM "
                            + value
                            + "::text COLLATE \"C\"";
            case AS_TEXT -> column + "::text IS NOT DISTINCT FROM " + value + "::text";
            case AS_JSONB -> column + "::jsonb IS NOT DISTINCT FROM " + value + "::jsonb";
            case AS_VARBIT -> column + "::varbit IS NOT DISTINCT FROM " + value + "::varbit";
        };
    }

    /// The value, which is not null, as PostgreSQL reads it.
    public String text(Object value) {
        return text.apply(value);
    }

    /// How a condition compares.
    enum Comparison {
        PLAIN,
        /// Neither as a collation sees it, nor as citext does.
        LETTERS,
        /// For types without equality, and for intervals, whose equality takes a month for 30 days.
        AS_TEXT,
        AS_JSONB,
        AS_VARBIT
    }
}
