package dev.weir.limits.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.NetworkConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HardenedConfigTest {

    private final Config member = HardenedConfig.member("weir", "127.0.0.1", 5999, List.of("127.0.0.1:5998"));
    private final ClientConfig client = HardenedConfig.client("weir", List.of("127.0.0.1:5998"));

    @Test
    void membersAreNamedAndNeverDiscovered() {
        NetworkConfig network = member.getNetworkConfig();
        assertThat(network.getJoin().getMulticastConfig().isEnabled()).isFalse();
        assertThat(network.getJoin().getAutoDetectionConfig().isEnabled()).isFalse();
        assertThat(network.getJoin().getTcpIpConfig().getMembers()).containsExactly("127.0.0.1:5998");
        assertThat(client.getNetworkConfig().getAutoDetectionConfig().isEnabled())
                .isFalse();
    }

    @Test
    void oneAddressAndOnePortAreBound() {
        NetworkConfig network = member.getNetworkConfig();
        assertThat(network.getPort()).isEqualTo(5999);
        assertThat(network.isPortAutoIncrement()).isFalse();
        assertThat(network.getInterfaces().isEnabled()).isTrue();
        assertThat(network.getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
    }

    @Test
    @SuppressWarnings("removal")
    void whatIsNotNeededIsOff() {
        assertThat(member.getNetworkConfig().getRestApiConfig().isEnabled()).isFalse();
        assertThat(member.getNetworkConfig().getMemcacheProtocolConfig().isEnabled())
                .isFalse();
        assertThat(member.getJetConfig().isEnabled()).isFalse();
        assertThat(member.getManagementCenterConfig().isScriptingEnabled()).isFalse();
        assertThat(member.getManagementCenterConfig().isConsoleEnabled()).isFalse();
        assertThat(member.getManagementCenterConfig().isDataAccessEnabled()).isFalse();
        assertThat(member.getUserCodeDeploymentConfig().isEnabled()).isFalse();
    }

    @Test
    void onlyExceptionsMayBeDeserialisedByJava() {
        var filter = member.getSerializationConfig().getJavaSerializationFilterConfig();
        assertThat(filter.isDefaultsDisabled()).isTrue();
        assertThat(filter.getWhitelist().isListed("java.lang.IllegalStateException"))
                .isTrue();
        assertThat(filter.getWhitelist().isListed("java.util.PriorityQueue")).isFalse();
        assertThat(filter.getWhitelist().isListed("org.example.Gadget")).isFalse();
    }

    @Test
    void aBucketIsNeverEvictedAndHasABackup() {
        MapConfig map = member.getMapConfig(HardenedConfig.MAP);
        assertThat(map.getBackupCount()).isEqualTo(1);
        assertThat(map.getEvictionConfig().getEvictionPolicy()).isEqualTo(EvictionPolicy.NONE);
        assertThat(map.getMaxIdleSeconds()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "hazelcast.socket.bind.any, false",
        "hazelcast.phone.home.enabled, false",
        "hazelcast.heartbeat.interval.seconds, 1",
        "hazelcast.max.no.heartbeat.seconds, 5",
        "hazelcast.operation.call.timeout.millis, 2000",
        "hazelcast.operation.backup.timeout.millis, 250",
        "hazelcast.merge.first.run.delay.seconds, 10",
        "hazelcast.merge.next.run.delay.seconds, 5",
        "hazelcast.graceful.shutdown.max.wait, 10",
    })
    void aMembersTimeoutsAreThoseOfTheDesign(String property, String value) {
        assertThat(member.getProperty(property)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "hazelcast.client.heartbeat.interval, 500",
        "hazelcast.client.heartbeat.timeout, 2000",
        "hazelcast.client.invocation.timeout.seconds, 1",
        "hazelcast.client.operation.backup.timeout.millis, 250",
    })
    void aClientsTimeoutsAreThoseOfTheDesign(String property, String value) {
        assertThat(client.getProperty(property)).isEqualTo(value);
    }

    @Test
    void aTakenPortIsSaidSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> HazelcastStore.member("taken", "127.0.0.1", port, List.of(), Optional.empty()))
                    .isInstanceOf(ClusterStartException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("is the port taken");
        }
    }
}
