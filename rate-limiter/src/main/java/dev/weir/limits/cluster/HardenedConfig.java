package dev.weir.limits.cluster;

import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig.ReconnectMode;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SerializationConfig;
import java.util.List;

/**
 * How Weir's members and clients are set up. The community edition has neither authentication nor encryption, so
 * everything that is not needed is off, one interface is bound, and members are named, never discovered. Timeouts are
 * those of the design (limits.md section 6): the library's defaults wait for minutes.
 */
final class HardenedConfig {

    /** The map of all homes' entries. */
    static final String MAP = "weir-limits";

    private HardenedConfig() {}

    static Config member(String clusterName, String host, int port, List<String> members) {
        Config config = new Config();
        config.setClusterName(clusterName);
        shared(config);
        timeouts(config);
        network(config.getNetworkConfig(), host, port, members);
        serialization(config.getSerializationConfig());
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.getManagementCenterConfig()
                .setScriptingEnabled(false)
                .setConsoleEnabled(false)
                .setDataAccessEnabled(false);
        config.addMapConfig(limits());
        return config;
    }

    private static void shared(Config config) {
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.logging.emoji.enabled", "false");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        // A fifth of the 271 partitions every two seconds, and all that is over in them. By default it is three for
        // each
        // partition thread, and a tenth of what is over: where there are few cores, what is over stays for many
        // minutes, and
        // it is most of what a member holds. A visit ends after a millisecond, so this costs at most 3 % of a core.
        config.setProperty("hazelcast.internal.map.expiration.task.period.seconds", "2");
        config.setProperty("hazelcast.internal.map.expiration.cleanup.operation.count", "54");
        config.setProperty("hazelcast.internal.map.expiration.cleanup.percentage", "100");
        // The program that embeds the member decides when it leaves.
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
    }

    private static void timeouts(Config config) {
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
        config.setProperty("hazelcast.client.max.no.heartbeat.seconds", "5");
        config.setProperty("hazelcast.operation.call.timeout.millis", "2000");
        config.setProperty("hazelcast.operation.backup.timeout.millis", "250");
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "10");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.max.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.max.join.seconds", "10");
        config.setProperty("hazelcast.socket.connect.timeout.seconds", "2");
        config.setProperty("hazelcast.tcp.join.port.try.count", "1");
        config.setProperty("hazelcast.graceful.shutdown.max.wait", "10");
    }

    private static void network(NetworkConfig network, String host, int port, List<String> members) {
        network.setPort(port).setPortAutoIncrement(false).setReuseAddress(true);
        network.setPublicAddress(host + ":" + port);
        network.getInterfaces().setEnabled(true).addInterface(host);
        network.getMemcacheProtocolConfig().setEnabled(false);
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2).setMembers(members);
    }

    // Bytes and strings are all that is ever stored, and our processors name themselves by number. Java serialisation
    // stays open only for the exceptions that members send each other.
    private static void serialization(SerializationConfig serialization) {
        LimitsSerialization.register(serialization);
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.setDefaultsDisabled(true);
        filter.getWhitelist()
                .addPrefixes("com.hazelcast.core.", "com.hazelcast.spi.exception.", "com.hazelcast.cluster.")
                .addPrefixes("com.hazelcast.internal.partition.", "com.hazelcast.internal.cluster.")
                .addPrefixes("java.lang.", "[Ljava.lang.", "java.util.Collections$", "java.util.ArrayList")
                .addPrefixes("java.util.concurrent.", "java.io.");
        serialization.setJavaSerializationFilterConfig(filter);
    }

    private static MapConfig limits() {
        MapConfig map = new MapConfig(MAP);
        map.setBackupCount(1).setAsyncBackupCount(0);
        map.setInMemoryFormat(InMemoryFormat.BINARY);
        map.setStatisticsEnabled(false).setPerEntryStatsEnabled(false);
        // A forgotten bucket is a full one: entries go by their own expiry only.
        map.getEvictionConfig()
                .setEvictionPolicy(EvictionPolicy.NONE)
                .setMaxSizePolicy(MaxSizePolicy.PER_NODE)
                .setSize(Integer.MAX_VALUE);
        map.getMergePolicyConfig().setPolicy(HomeMergePolicy.class.getName());
        return map;
    }

    static ClientConfig client(String clusterName, List<String> members) {
        ClientConfig config = new ClientConfig();
        config.setClusterName(clusterName);
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.logging.emoji.enabled", "false");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.client.metrics.enabled", "false");
        config.setProperty("hazelcast.client.heartbeat.interval", "500");
        config.setProperty("hazelcast.client.heartbeat.timeout", "2000");
        config.setProperty("hazelcast.client.invocation.timeout.seconds", "1");
        config.setProperty("hazelcast.client.invocation.retry.pause.millis", "20");
        config.setProperty("hazelcast.client.operation.backup.timeout.millis", "250");
        config.getNetworkConfig().setAddresses(members).setConnectionTimeout(2_000);
        config.getNetworkConfig().getAutoDetectionConfig().setEnabled(false);
        // Starting and running never wait for the cluster; until it is there, shares decide.
        config.getConnectionStrategyConfig().setAsyncStart(true).setReconnectMode(ReconnectMode.ASYNC);
        config.getConnectionStrategyConfig()
                .getConnectionRetryConfig()
                .setInitialBackoffMillis(200)
                .setMaxBackoffMillis(2_000)
                .setMultiplier(2)
                .setJitter(0.5)
                .setClusterConnectTimeoutMillis(Long.MAX_VALUE);
        serialization(config.getSerializationConfig());
        return config;
    }
}
