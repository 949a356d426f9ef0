package dev.duet.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0B,0,0B",
        "100B,100,100B",
        "512KiB,524288,512KiB",
        "8MiB,8388608,8MiB",
        "64MB,64000000,62500KiB",
        "1024MiB,1073741824,1GiB",
        "5KB,5000,5000B",
        "2GB,2000000000,1953125KiB",
        "8589934591GiB,9223372035781033984,8589934591GiB"
    })
    void aNumberWithItsUnitIsRead(String text, long bytes, String shortest) {
        assertThat(DataSize.parse(text)).contains(new DataSize(bytes));
        assertThat(new DataSize(bytes)).hasToString(shortest);
        assertThat(DataSize.parse(shortest)).contains(new DataSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8",
                "MiB",
                "8 MiB",
                "-8MiB",
                "8mib",
                "8Mb",
                "1.5GiB",
                "8TiB",
                "8589934592GiB"
            })
    void anythingElseIsNot(String text) {
        assertThat(DataSize.parse(text)).isEmpty();
    }

    @Test
    void sizesAreOrderedAndNotNegative() {
        assertThat(DataSize.mebibytes(1)).isLessThan(DataSize.gibibytes(1));
        assertThat(DataSize.kibibytes(1024)).isEqualTo(DataSize.mebibytes(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DataSize(-1));
    }
}
