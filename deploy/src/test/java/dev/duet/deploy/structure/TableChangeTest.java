package dev.duet.deploy.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

final class TableChangeTest {
    private static final String FILE =
            """
            systems:
              crm:
                type: postgres
                host: localhost
                port: 5432
                database: crm
                reader: { user: a, password: "${env:A}" }
                writer: { user: b, password: "${env:A}" }
              erp:
                type: mysql
                host: localhost
                port: 3306
                database: erp
                reader: { user: a, password: "${env:A}" }
                writer: { user: b, password: "${env:A}" }
            entities:
              customer:
                tables: { crm: public.customer, erp: client }
                key: { id: id }
                fields:
                  name: { crm: name, erp: full_name }
                  rating: rating
            """;

    @TempDir private Path folder;
    private DuetConfig config;

    @BeforeEach
    void read() throws IOException {
        Path file = Files.writeString(folder.resolve("duet.yaml"), FILE);
        ConfigResult result = new ConfigReader().read(file);
        assertThat(result).as("%s", result).isInstanceOf(ConfigResult.Valid.class);
        config = ((ConfigResult.Valid) result).config();
    }

    @Test
    void theSameTableIsNotSeen() {
        TableChange same = change("id int", "full_name varchar(40)", "rating int");

        assertThat(same.isSeen()).isFalse();
        assertThat(same.isHarmless()).isTrue();
        assertThat(same.isBreaking()).isFalse();
    }

    @Test
    void aColumnOfTheSameTypeInTheSamePlaceIsTheSameRenamed() {
        TableChange renamed = change("id int", "called varchar(40)", "rating int");

        assertThat(renamed.isBreaking()).isTrue();
        assertThat(renamed.words())
                .isEqualTo(
                        "table erp.client in erp: column full_name (varchar(40)) is gone, and"
                                + " called stands in its place: renamed, it seems");
        assertThat(renamed.mends())
                .containsExactly("in the file: entities.customer.fields.name.erp: called");
    }

    @Test
    void aNewColumnElsewhereOrOfAnotherTypeIsNot() {
        for (TableChange dropped :
                List.of(
                        change("id int", "rating int", "called varchar(40)"),
                        change("id int", "called json", "rating int"))) {
            assertThat(dropped.isBreaking()).isTrue();
            assertThat(dropped.words())
                    .contains("column full_name (varchar(40)) was dropped", "called")
                    .doesNotContain("renamed");
            assertThat(dropped.mends().getFirst())
                    .contains(
                            "take field name out of the file",
                            "ALTER TABLE public.customer DROP COLUMN name;");
        }
    }

    @Test
    void aLongerTextIsNoOtherKindOfValue() {
        TableChange longer = change("id int", "full_name varchar(80)", "rating int");

        assertThat(longer.isHarmless()).isFalse();
        assertThat(longer.isBreaking()).isFalse();
        assertThat(longer.mends())
                .containsExactly(
                        "in crm: ALTER TABLE public.customer ALTER COLUMN name TYPE varchar(80);");
    }

    @Test
    void aTextForANumberIs() {
        assertThat(change("id int", "full_name varchar(40)", "rating varchar(9)").isBreaking())
                .isTrue();
    }

    @Test
    void whatIsNotMappedIsSeenAndHarmless() {
        TableChange added =
                change("id int", "full_name varchar(40)", "rating int", "more datetime");

        assertThat(added.isSeen()).isTrue();
        assertThat(added.isHarmless()).isTrue();
        assertThat(added.mends().getFirst())
                .contains("ALTER TABLE public.customer ADD COLUMN more timestamp(0);");
    }

    @Test
    void aTableThatIsGoneBreaks() {
        TableChange gone = change();

        assertThat(gone.isBreaking()).isTrue();
        assertThat(gone.isKeyLost()).isTrue();
        assertThat(gone.words()).isEqualTo("there is no table erp.client in erp any more");
        assertThat(gone.mends())
                .containsExactly("give the table back, or take entity customer out of the file");
    }

    @Test
    void aKeyThatIsRenamedOrDroppedIsLost() {
        TableChange renamed = change("number int", "full_name varchar(40)", "rating int");
        TableChange dropped = change("full_name varchar(40)", "rating int");

        assertThat(List.of(renamed.isKeyLost(), dropped.isKeyLost())).containsOnly(true);
        assertThat(renamed.mends())
                .containsExactly("in the file: entities.customer.key.id.erp: number");
        assertThat(dropped.mends()).containsExactly("give column id of the key back");
        assertThat(change("id int", "called varchar(40)", "rating int").isKeyLost()).isFalse();
    }

    private TableChange change(String... now) {
        Table before = table("id int", "full_name varchar(40)", "rating int");
        @Nullable Table after = now.length == 0 ? null : table(now);
        return new TableChange(
                config.entity("customer"),
                config.system("erp"),
                config.system("crm"),
                before,
                after);
    }

    private static Table table(String... columns) {
        return new Table(
                new TableName("erp", "client"),
                Stream.of(columns).map(it -> it.split(" ")).map(TableChangeTest::column).toList(),
                List.of("id"),
                List.of(),
                List.of(),
                List.of());
    }

    private static TableColumn column(String[] said) {
        return new TableColumn(said[0], said[1], true, null, false, false, false, null);
    }
}
