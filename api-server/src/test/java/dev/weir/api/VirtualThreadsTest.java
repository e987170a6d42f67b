package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VirtualThreadsTest {

    @Test
    void areOnByThemselvesWhereTheJdkHasThem() {
        assertThat(VirtualThreads.AUTO.on(17)).isFalse();
        assertThat(VirtualThreads.AUTO.on(21)).isTrue();
        assertThat(VirtualThreads.AUTO.on(25)).isTrue();
    }

    @Test
    void canBeSwitchedOff() {
        assertThat(VirtualThreads.OFF.on(25)).isFalse();
    }

    @Test
    void areRefusedWhereTheJdkHasNone() {
        assertThatThrownBy(() -> VirtualThreads.ON.on(17)).hasMessageContaining("JDK 21 or later");
        assertThat(VirtualThreads.ON.on(21)).isTrue();
    }
}
