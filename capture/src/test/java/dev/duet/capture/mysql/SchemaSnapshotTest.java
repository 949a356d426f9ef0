package dev.duet.capture.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duet.capture.mysql.SchemaSnapshot.Ddl;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.GtidSet;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SchemaSnapshotTest {
    private static final String GTIDS = "3e8e9d13-ec27-11f1-8305-02fc00000001:1-7";
    private static final BinlogPosition PLACE =
            new BinlogPosition(GtidSet.parse(GTIDS), "binlog.000002", 0);

    private static final Ddl DATABASE = new Ddl("erp", null, "CREATE DATABASE `erp` CHARSET utf8");

    @Test
    void aTableIsWrittenWithItsColumnsAndThePlace() {
        Ddl table =
                new Ddl(
                        "erp",
                        "odd`name",
                        "CREATE TABLE `odd``name` (`id` int NOT NULL, `in words` varchar(9) DEFAULT"
                                + " 'it''s', `total` decimal(10,2) GENERATED ALWAYS AS (`id` * 2),"
                                + " PRIMARY KEY (`id`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"
                                + " COLLATE=utf8mb4_0900_ai_ci");

        List<String> records = new SchemaSnapshot(List.of(DATABASE, table)).records("it", PLACE);

        assertThat(records).hasSize(2);
        assertThat(records.getFirst()).contains("CREATE DATABASE", "\"tableChanges\":[]");
        assertThat(records.getLast())
                .contains(
                        "\"server\":\"it\"",
                        "\"gtids\":\"" + GTIDS + "\"",
                        "\"file\":\"binlog.000002\"",
                        "\"snapshot\":true",
                        "\"type\":\"CREATE\"",
                        "\"name\":\"in words\"",
                        "\"name\":\"total\"");
    }

    @Test
    void whatTheLogCannotBeReadWithIsNamed() {
        SchemaSnapshot wrong =
                new SchemaSnapshot(List.of(DATABASE, new Ddl("erp", "a", "CREATE TABLE a (id")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> wrong.records("it", PLACE))
                .withMessageContaining("the log cannot be read with this: CREATE TABLE a (id");
    }
}
