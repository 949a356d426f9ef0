package dev.duet.deploy.config;

import dev.duet.mapping.expressions.Formula;
import dev.duet.mapping.expressions.Language;
import dev.duet.mapping.expressions.WrongExpression;
import dev.duet.schemas.config.Expression;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Reads expressions, and checks what can be known of them without the databases.
final class ExpressionReader {
    private final Reading reading;

    ExpressionReader(Reading reading) {
        this.reading = reading;
    }

    /// An expression, compiled over fields of which no type is known.
    record Read(Expression expression, Formula formula) {
        /// The fields that it names.
        Set<String> names() {
            return new LinkedHashSet<>(formula.names());
        }
    }

    /// An expression over these names; empty, with a problem noted, when it is none.
    Optional<Read> read(Located value, Collection<String> names, String mend) {
        Optional<String> text = reading.text(value, mend);
        Optional<Read> read = text.flatMap(it -> compiled(value, it, names));
        read.ifPresent(it -> reading.inForce(value, it.expression.text()));
        return read;
    }

    /// The same of one that a shorthand stands for.
    Optional<Read> compiled(Located value, String text, Collection<String> names) {
        Expression expression = new Expression(text, reading.placeOf(value));
        try {
            return Optional.of(new Read(expression, Language.untyped(names).formula(expression)));
        } catch (WrongExpression e) {
            String meant =
                    e.unknown()
                            .flatMap(unknown -> NearestWord.of(unknown, names))
                            .map(name -> "did you mean '" + name + "'? Else ")
                            .orElse("");
            reading.wrong(value, e.what(), meant + e.mend());
            return Optional.empty();
        }
    }
}
