package dev.duet.deploy.types;

import dev.duet.apply.mysql.MysqlParameter;
import dev.duet.apply.mysql.MysqlParameters;
import dev.duet.apply.postgres.PostgresParameter;
import dev.duet.apply.postgres.PostgresParameters;
import dev.duet.capture.ColumnReader;
import dev.duet.capture.mysql.MysqlColumnReaders;
import dev.duet.capture.postgres.PostgresColumnReaders;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// One database with its log: makes tables of `id` and one column `v`, writes values into them, and
/// reads them from the log.
record Side(boolean postgres, Connection connection, LogTail log) {
    Side reading(LogTail log) {
        return new Side(postgres, connection, log);
    }

    /// The type as a client declares it, from the text that [dev.duet.schemas.types.TypeText]
    /// reads.
    String declared(String type) {
        if (!postgres) {
            return type;
        }
        return type.replaceAll(" enum\\(.*\\)", "");
    }

    void create(String table, String type) throws SQLException {
        execute("CREATE TABLE " + table + " (id int PRIMARY KEY, v " + declared(type) + ")");
        if (postgres) {
            execute("ALTER TABLE " + table + " REPLICA IDENTITY FULL");
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The column as the type table wants it, from the catalog where that says more than the
    /// declaration.
    Column column(String table, String type) throws SQLException {
        String text = postgres ? type : mysqlType(table);
        return new Column(
                "v",
                text,
                postgres ? TypeTable.postgresKind(text) : TypeTable.mysqlKind(text),
                true);
    }

    private String mysqlType(String table) throws SQLException {
        String sql =
                "SELECT concat(column_type, if(character_set_name is null or character_set_name ="
                    + " 'utf8mb4' or data_type in ('enum', 'set'), '', concat(' character set ',"
                    + " character_set_name)), if(srs_id is null, '', concat(' srid ', srs_id)))"
                    + " FROM information_schema.columns WHERE table_schema = database() AND"
                    + " table_name = '"
                        + table
                        + "' AND column_name = 'v'";
        return ask(sql);
    }

    String ask(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /// What MySQL has counted in this session under that name.
    long counted(String status) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SHOW SESSION STATUS LIKE '" + status + "'")) {
            row.next();
            return row.getLong(2);
        }
    }

    /// Writes as a client would.
    void client(String table, int id, String expression) throws SQLException {
        execute("INSERT INTO " + table + " (id, v) VALUES (" + id + ", " + expression + ")");
    }

    /// What the log shows of the row's value.
    Object logged(String table, int id, Column column) {
        Struct row = log.row(table, id);
        Schema schema = row.schema().field("v").schema();
        ColumnReader reader =
                postgres
                        ? PostgresColumnReaders.reader(column, schema)
                        : MysqlColumnReaders.reader(column, schema);
        return reader.read(row.getWithoutDefault("v"));
    }

    /// Writes as apply does.
    void apply(String table, int id, Column column, Object value) throws SQLException {
        if (postgres) {
            PostgresParameter parameter = PostgresParameters.of(column);
            String sql =
                    "INSERT INTO "
                            + table
                            + " (id, v) SELECT "
                            + id
                            + ", v.a::"
                            + parameter.castType()
                            + " FROM unnest(?::text[]) AS v(a)";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, texts(parameter, value));
                statement.executeUpdate();
            }
        } else {
            MysqlParameter parameter = MysqlParameters.of(column);
            String sql =
                    "INSERT INTO "
                            + table
                            + " (id, v) VALUES ("
                            + id
                            + ", "
                            + parameter.placeholder()
                            + ")";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, value == null ? null : parameter.jdbcValue(value));
                statement.executeUpdate();
            }
        }
    }

    /// Whether the guard finds the value in that row.
    boolean holds(String table, int id, Column column, Object value) throws SQLException {
        String condition =
                postgres
                        ? PostgresParameters.of(column).equality("t.v", cast(column))
                        : MysqlParameters.of(column).equality("t.v");
        return ask(condition, table, id, column, value);
    }

    /// Whether the row is found by the value, as keys are.
    boolean finds(String table, int id, Column column, Object value) throws SQLException {
        String condition =
                "t.v = " + (postgres ? cast(column) : MysqlParameters.of(column).placeholder());
        return ask(condition, table, id, column, value);
    }

    private static String cast(Column column) {
        return "p.a::" + PostgresParameters.of(column).castType();
    }

    private boolean ask(String condition, String table, int id, Column column, Object value)
            throws SQLException {
        String from = postgres ? " t, unnest(?::text[]) AS p(a)" : " t";
        // MySQL's one parameter stands in the condition, PostgreSQL's behind it.
        String sql = "SELECT " + condition + " FROM " + table + from + " WHERE t.id = " + id;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (postgres) {
                statement.setArray(1, texts(PostgresParameters.of(column), value));
            } else {
                statement.setObject(
                        1, value == null ? null : MysqlParameters.of(column).jdbcValue(value));
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private java.sql.Array texts(PostgresParameter parameter, Object value) throws SQLException {
        return connection.createArrayOf(
                "text", new String[] {value == null ? null : parameter.text(value)});
    }

    /// How the database itself shows the value.
    String shown(String table, int id) throws SQLException {
        String value = postgres ? "v::text" : "HEX(v)";
        return ask("SELECT " + value + " FROM " + table + " WHERE id = " + id);
    }
}
