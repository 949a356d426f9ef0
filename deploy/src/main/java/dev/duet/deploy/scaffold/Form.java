package dev.duet.deploy.scaffold;

import java.util.List;
import java.util.Map;

/// How the values of two columns stand to each other, as the sample shows it.
sealed interface Form {
    /// The types of the columns say it all.
    record AsTyped() implements Form {}

    /// Two words for one thing.
    ///
    /// @param pairs PostgreSQL's value and MySQL's, in the order of the first
    /// @param unseen labels of either side's enum that no row of the sample has
    record Values(Map<String, String> pairs, List<String> unseen) implements Form {
        public Values {
            unseen = List.copyOf(unseen);
        }
    }

    /// One quantity in two units.
    ///
    /// @param power the greater number is the other times ten to this
    /// @param intoMysql whether MySQL has the greater numbers
    /// @param cents whether the greater ones are whole, and the others need not be
    record Scaled(int power, boolean intoMysql, boolean cents) implements Form {}
}
