package dev.duet.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.TableName;
import dev.duet.schemas.config.ConflictPolicy;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.Credentials;
import dev.duet.schemas.config.DataSize;
import dev.duet.schemas.config.DatabaseAddress;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.NonOwner;
import dev.duet.schemas.config.NullPolicy;
import dev.duet.schemas.config.OnDelete;
import dev.duet.schemas.config.OnTrigger;
import dev.duet.schemas.config.Secret;
import dev.duet.schemas.config.Settings;
import dev.duet.schemas.config.SystemConfig;
import dev.duet.schemas.config.Tls;
import dev.duet.schemas.config.TlsMode;
import dev.duet.schemas.config.UpdateVsDelete;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ConfigReaderTest {

    @Test
    void everyKeyIsRead() {
        DuetConfig config = Samples.valid(Samples.FULL).config();

        assertThat(config.systems())
                .containsExactly(
                        new SystemConfig(
                                "crm",
                                new DatabaseAddress("db1.example.org", 6432, "crm"),
                                new Credentials("duet", new Secret.FromEnvironment("CRM_PASSWORD")),
                                new Credentials("duet", new Secret.FromEnvironment("CRM_PASSWORD")),
                                new Tls(
                                        TlsMode.VERIFY_CA,
                                        Optional.of(Path.of("/etc/duet/certificates/crm.pem"))),
                                new LogSource.Postgres("duet_crm", "duet_crm_tables")),
                        new SystemConfig(
                                "erp",
                                new DatabaseAddress("db2", 3307, "erp"),
                                new Credentials(
                                        "duet_reader",
                                        new Secret.FromFile(Path.of("/run/secrets/erp_reader"))),
                                new Credentials(
                                        "duet_writer",
                                        new Secret.FromFile(
                                                Path.of("/etc/duet/secrets/erp_writer"))),
                                new Tls(TlsMode.DISABLED, Optional.empty()),
                                new LogSource.Mysql(5501)));
        assertThat(config.entities())
                .startsWith(
                        new EntityConfig(
                                "customer",
                                Map.of(
                                        "crm", new TableName("sales", "customer"),
                                        "erp", new TableName("erp", "client")),
                                List.of(field("id", "customer_id", "account_number")),
                                List.of(
                                        field("name", "full_name", "client_name"),
                                        field("phone", "phone", "phone"),
                                        field("visits", "visits", "visits"),
                                        field("limit", "credit", "credit")),
                                new ConflictPolicy(
                                        Map.of(
                                                "name",
                                                        new ConflictRule.Owner(
                                                                "crm", NonOwner.KEEP),
                                                "phone", new ConflictRule.Version("visits"),
                                                "visits", new ConflictRule.Sum(),
                                                "limit", new ConflictRule.Prefer("erp")),
                                        new UpdateVsDelete.Prefer("erp"))),
                        new EntityConfig(
                                "order-line",
                                Map.of(
                                        "crm", new TableName("public", "order_line"),
                                        "erp", new TableName("shop", "order_line")),
                                List.of(
                                        field("order_id", "order_id", "order_id"),
                                        field("line", "line", "line_number")),
                                List.of(),
                                new ConflictPolicy(
                                        Map.of(),
                                        new UpdateVsDelete.Update(),
                                        OnTrigger.NOTICE,
                                        Map.of("crm", OnDelete.IGNORE, "erp", OnDelete.REVIEW),
                                        Map.of())),
                        new EntityConfig(
                                "note",
                                Map.of(
                                        "crm", new TableName("public", "note"),
                                        "erp", new TableName("erp", "note")),
                                List.of(field("id", "id", "id")),
                                List.of(field("text", "text", "text")),
                                new ConflictPolicy(
                                        Map.of("text", new ConflictRule.Latest()),
                                        new UpdateVsDelete.Prefer("crm"))));
        assertThat(config.settings())
                .isEqualTo(
                        new Settings(
                                Duration.ofSeconds(2),
                                new Settings.Lease(Duration.ofSeconds(20)),
                                new Settings.Batch(1000, DataSize.mebibytes(4), 50),
                                new Settings.Queue(10_000, DataSize.mebibytes(32)),
                                new Settings.Spill(
                                        5000, new DataSize(16_000_000), Path.of("/var/tmp/duet")),
                                new Settings.Retry(Duration.ofMillis(100), Duration.ofMinutes(1)),
                                new Settings.Quarantine(10, Duration.ofHours(1)),
                                new Settings.Brakes(
                                        Optional.of(
                                                new Settings.Brake(50, 5, Duration.ofSeconds(10))),
                                        Optional.of(
                                                new Settings.Brake(60, 6, Duration.ofMinutes(2)))),
                                new Settings.Loops(5, Duration.ofSeconds(30)),
                                Optional.of(new Settings.Verify(50, Duration.ofMinutes(5))),
                                Duration.ofSeconds(1),
                                Duration.ofMillis(10),
                                Duration.ofHours(6),
                                DataSize.gibibytes(2),
                                new Settings.Timeouts(
                                        Duration.ofSeconds(3),
                                        Duration.ofMinutes(1),
                                        Duration.ofSeconds(90))));
    }

    @Test
    void verificationCanBeOff() {
        assertThat(Samples.valid(Samples.SMALL).config().settings().verify())
                .contains(Settings.Verify.DEFAULT);
        assertThat(
                        Samples.valid(Samples.SMALL + "settings: { verify: off }\n")
                                .config()
                                .settings()
                                .verify())
                .isEmpty();
    }

    @Test
    void aBrakeCanBeOff() {
        Settings settings =
                Samples.valid(
                                Samples.SMALL
                                        + "settings: { brakes: { deletes: off, conflicts: {} } }\n")
                        .config()
                        .settings();

        assertThat(settings.brakes().deletes()).isEmpty();
        assertThat(settings.brakes().conflicts()).isEqualTo(Settings.Brakes.DEFAULT.conflicts());
    }

    @Test
    void everyFormOfAFieldIsRead() {
        EntityConfig party = Samples.valid(Samples.FULL).config().entity("party");
        Map<String, FieldForm> forms = new HashMap<>();
        party.fields().forEach(field -> forms.put(field.name(), field.form()));

        assertThat(conversion(forms, "status"))
                .isEqualTo("active: A, closed: X, 1: 0; unmapped: default active");
        assertThat(conversion(forms, "kind")).isEqualTo("a: b; unmapped: pass");
        assertThat(conversion(forms, "balance")).isEqualTo("cents: 2, rounding: refuse");
        assertThat(conversion(forms, "price"))
                .isEqualTo("currency: NZD, into: erp, rounding: half-even");
        assertThat(conversion(forms, "weight"))
                .isEqualTo("multiply: 1000, into: erp, rounding: half-up");
        assertThat(conversion(forms, "seen")).isEqualTo("Pacific/Auckland");
        assertThat(conversion(forms, "due")).isEqualTo("crm: UTC, erp: Europe/Berlin");
        assertThat(forms.get("mobile").normalization().text()).isEqualTo("trim, phone: NZ");
        assertThat(forms.get("mail").normalization().text()).isEqualTo("unicode: nfc, email");
        assertThat(forms.get("mail").into("erp")).isEqualTo(new NullPolicy.Default(""));
        assertThat(forms.get("mail").into("crm")).isEqualTo(new NullPolicy.Reject());
        assertThat(forms.get("title").normalization().text()).isEqualTo("case: upper");
        assertThat(forms.get("title").truncate()).hasValue(40);
        assertThat(forms.get("title").into("erp")).isEqualTo(new NullPolicy.Default("none"));
        assertThat(forms.get("title").into("crm")).isEqualTo(new NullPolicy.Write());
        assertThat(forms.get("changed").ignored()).isTrue();
        assertThat(forms.get("changed").into("crm")).isEqualTo(new NullPolicy.Keep());
        assertThat(party.onlyIn("crm")).containsExactly("internal", "legacy");
        assertThat(party.onlyIn("erp")).containsExactly("batch");
    }

    private static String conversion(Map<String, FieldForm> forms, String field) {
        return forms.get(field).conversion().orElseThrow().text();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        DuetConfig config = Samples.valid(Samples.SMALL).config();

        assertThat(config.postgres().port()).isEqualTo(5432);
        assertThat(config.postgres().tls()).isEqualTo(Tls.DEFAULT);
        assertThat(config.postgres().log()).isEqualTo(new LogSource.Postgres("duet", "duet"));
        assertThat(config.mysql().port()).isEqualTo(3306);
        assertThat(config.mysql().log())
                .isEqualTo(
                        new LogSource.Mysql(
                                LogSource.Mysql.defaultServerId(config.mysql().address())));
        EntityConfig customer = config.entity("customer");
        assertThat(customer.conflicts())
                .isEqualTo(ConflictPolicy.standard("crm", customer.fields()));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        assertThat(config.settings()).isEqualTo(Settings.standard(temporary));
    }

    @Test
    void systemsKeepTheOrderOfTheFile() {
        String[] lines = Samples.SMALL.split("\n");
        String swapped = lines[1];
        lines[1] = lines[2];
        lines[2] = swapped;

        DuetConfig config = Samples.valid(String.join("\n", lines)).config();

        assertThat(config.first().kind()).isEqualTo(DatabaseKind.MYSQL);
        assertThat(config.second().name()).isEqualTo("crm");
        assertThat(config.peerOf("crm").name()).isEqualTo("erp");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreFine() {
        String windows = "\uFEFF" + Samples.SMALL.replace("\n", "\r\n");

        assertThat(Samples.valid(windows).config())
                .isEqualTo(Samples.valid(Samples.SMALL).config());
    }

    @Test
    void theEffectiveConfigNamesEveryValueAndItsSource() {
        List<String> lines = Samples.valid(Samples.SMALL).effective().lines();

        assertThat(lines)
                .anyMatch(line -> line.matches("systems\\.crm\\.host +=\\s+db1 +\\(duet.yaml:2\\)"))
                .anyMatch(line -> line.matches("systems\\.crm\\.port +=\\s+5432 +\\(default\\)"))
                .anyMatch(line -> line.contains("${env:CRM_PASSWORD}"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "entities.customer.fields.phone.erp += phone +.*:10\\)"))
                .anyMatch(line -> line.matches("settings.timeouts.socket += 6m +\\(default\\)"));
    }

    @Test
    void aFileIsReadWithItsOwnFolderForRelativePaths(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("duet.yaml"), Samples.FULL);

        ConfigResult result = new ConfigReader().read(file);

        assertThat(result).isInstanceOf(ConfigResult.Valid.class);
        assertThat(((ConfigResult.Valid) result).config().first().tls().caFile())
                .contains(folder.toAbsolutePath().resolve("certificates/crm.pem"));
    }

    @Test
    void aMissingFileIsAProblem(@TempDir Path folder) {
        assertThat(problem(folder.resolve("none.yaml")).what()).contains("no such file");
    }

    @Test
    void aFolderIsAProblem(@TempDir Path folder) {
        assertThat(problem(folder).what()).contains("a folder, not a file");
    }

    private static Problem problem(Path file) {
        ConfigResult result = new ConfigReader().read(file);
        assertThat(result).isInstanceOf(ConfigResult.Invalid.class);
        return ((ConfigResult.Invalid) result).problems().getFirst();
    }

    private static FieldConfig field(String name, String crm, String erp) {
        return new FieldConfig(name, Map.of("crm", crm, "erp", erp));
    }
}
