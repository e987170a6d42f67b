package dev.weir.api.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReservationTest {

    @ParameterizedTest
    @CsvSource({"10,10", "100,100", "5000,100", "0,1", "-3,1", "ten,1", "99999999999999,1", "'',1"})
    void aPageReservesItsSizeWithinBounds(String maxResults, long posts) {
        assertThat(Reservation.page(10, 100).posts(Map.of("max_results", List.of(maxResults))))
                .isEqualTo(posts);
    }

    @Test
    void aPageWithoutASizeReservesTheStandardOne() {
        assertThat(Reservation.page(10, 100).posts(Map.of())).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"'1',1", "'1,2,3',3", "'',1", "',,',3"})
    void aBatchReservesOneForEachId(String ids, long posts) {
        assertThat(Reservation.listed("ids").posts(Map.of("ids", List.of(ids)))).isEqualTo(posts);
    }

    @Test
    void repeatedParametersAddUp() {
        assertThat(Reservation.listed("ids").posts(Map.of("ids", List.of("1,2", "3"))))
                .isEqualTo(3);
    }

    @Test
    void noHugeListReservesMoreThanABatch() {
        assertThat(Reservation.listed("ids").posts(Map.of("ids", List.of(",".repeat(5_000)))))
                .isEqualTo(100);
    }
}
