package dev.duet.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Optional;

class SystemConfigTest {

    @Test
    void itGivesOutWhatItIsMadeOf() {
        assertThat(Configs.CRM.kind()).isEqualTo(DatabaseKind.POSTGRES);
        assertThat(Configs.ERP.kind()).isEqualTo(DatabaseKind.MYSQL);
        assertThat(Configs.CRM.host()).isEqualTo("db1");
        assertThat(Configs.CRM.port()).isEqualTo(5432);
        assertThat(Configs.CRM.database()).isEqualTo("crm");
        assertThat(Configs.CRM.tls()).isEqualTo(new Tls(TlsMode.VERIFY_FULL, Optional.empty()));
    }

    @Test
    void badPartsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configs.system("Crm", Configs.CRM.address(), Configs.CRM.log()));
        assertThatIllegalArgumentException().isThrownBy(() -> new DatabaseAddress(" ", 1, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new DatabaseAddress("a", 0, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new DatabaseAddress("a", 65536, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new DatabaseAddress("a", 1, ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Credentials(" ", Configs.USER.password()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tls(TlsMode.REQUIRE, Optional.of(Path.of("ca.pem"))));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogSource.Postgres("A", "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogSource.Postgres("a", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogSource.Mysql(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogSource.Mysql(LogSource.Mysql.MAX_SERVER_ID + 1));
    }

    @Test
    void onlyVerifyingModesLookAtACaFile() {
        assertThat(TlsMode.VERIFY_CA.verifies()).isTrue();
        assertThat(TlsMode.VERIFY_FULL.verifies()).isTrue();
        assertThat(TlsMode.REQUIRE.verifies()).isFalse();
        assertThat(TlsMode.DISABLED.verifies()).isFalse();
    }

    @Test
    void theDefaultServerIdIsSteadyAndDiffersByDatabase() {
        long erp = LogSource.Mysql.defaultServerId(new DatabaseAddress("db2", 3306, "erp"));
        long other = LogSource.Mysql.defaultServerId(new DatabaseAddress("db2", 3306, "erp2"));

        assertThat(erp)
                .isEqualTo(LogSource.Mysql.defaultServerId(Configs.ERP.address()))
                .isNotEqualTo(other)
                .isBetween(100_000L, LogSource.Mysql.MAX_SERVER_ID);
    }
}
