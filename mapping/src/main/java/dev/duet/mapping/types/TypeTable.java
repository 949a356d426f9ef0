package dev.duet.mapping.types;

import dev.duet.schemas.Column;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.types.Kind;

/// Says of every PostgreSQL type and every MySQL type what its values are, and of every pair how
/// they go over.
///
/// The lines of the table are [PostgresTypes] and [MysqlTypes]; what goes between different kinds
/// is [Bridges]. [TypePages] renders all of it for people.
public final class TypeTable {
    private TypeTable() {}

    /// What the values of a PostgreSQL column are; its type as [dev.duet.schemas.types.TypeText]
    /// wants it.
    public static Kind postgresKind(String typeText) {
        return PostgresTypes.of(typeText).kind();
    }

    /// What the values of a MySQL column are; its type as [dev.duet.schemas.types.TypeText] wants
    /// it.
    public static Kind mysqlKind(String columnTypeText) {
        return MysqlTypes.of(columnTypeText).kind();
    }

    /// A column as its catalog has it.
    public static Column column(DatabaseKind database, TableColumn column) {
        Kind kind =
                switch (database) {
                    case POSTGRES -> postgresKind(column.type());
                    case MYSQL -> mysqlKind(column.type());
                };
        return new Column(column.name(), column.type(), kind, column.nullable());
    }

    /// Lets through what a column holds, and refuses the rest.
    ///
    /// @param field what the values are of, for the message
    public static ValueFunction fits(DatabaseKind database, Column column, String field) {
        ColumnType type = of(database, column);
        return new Route(field, "the other side", type.spelled()).into(type.domain());
    }

    /// How many digits after the point a column of exact numbers has.
    public static int scale(DatabaseKind database, Column column) {
        return of(database, column).domain() instanceof Numbers numbers ? numbers.scale() : 0;
    }

    private static ColumnType of(DatabaseKind database, Column column) {
        return switch (database) {
            case POSTGRES -> PostgresTypes.of(column.type());
            case MYSQL -> MysqlTypes.of(column.type());
        };
    }

    /// How values go between the two columns. Asked once per pair of columns.
    public static TypePair pair(Column postgres, Column mysql) {
        ColumnType left = PostgresTypes.of(postgres.type());
        ColumnType right = MysqlTypes.of(mysql.type());
        if (left.mend() != null) {
            return new TypePair.Refused(
                    "PostgreSQL's " + left.spelled() + ": " + left.note(), left.mend());
        }
        if (right.mend() != null) {
            return new TypePair.Refused(
                    "MySQL's " + right.spelled() + ": " + right.note(), right.mend());
        }
        if (left.text().generated() || right.text().generated()) {
            return new TypePair.Refused(
                    "a generated column is never written", "map the columns it is computed from");
        }
        Route there = new Route(postgres.name(), left.spelled(), right.spelled());
        Route back = new Route(mysql.name(), right.spelled(), left.spelled());
        return new Bridges(left, right, there, back).pair();
    }
}
