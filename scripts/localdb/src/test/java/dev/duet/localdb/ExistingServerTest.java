package dev.duet.localdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Map;

final class ExistingServerTest {

    private static final String VARIABLE = "DUET_LOCALDB_POSTGRES";

    @Test
    void addressIsReadWithColonsInThePassword() {
        ServerAddress address = ServerAddress.parse(VARIABLE, "db1:5432:duet:se:cret");

        assertThat(address).isEqualTo(new ServerAddress("db1", 5432, "duet", "se:cret"));
        assertThat(address.toString()).isEqualTo("duet@db1:5432");
    }

    @Test
    void malformedAddressSaysHowToWriteIt() {
        assertThatThrownBy(() -> ServerAddress.parse(VARIABLE, "db1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(VARIABLE)
                .hasMessageContaining("host:port:user:password");
    }

    @Test
    void killAndRestartAreRefused() {
        var server = new ExistingServer(VARIABLE, new ServerAddress("db1", 5432, "duet", "secret"));

        assertThatThrownBy(server::kill)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("cannot kill")
                .hasMessageContaining("unset that variable")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> server.restart(Map.of()))
                .isInstanceOf(UnsupportedOperationException.class);
        server.close();
    }

    @Test
    void settingsThatCannotBeGivenAreRefused() {
        var address = new ServerAddress("db1", 5432, "duet", "secret");
        ServerOptions options = ServerOptions.temporary().withSetting("wal_level", "minimal");

        assertThatThrownBy(() -> ExistingServer.of(VARIABLE, address, options))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("wal_level");
    }
}
