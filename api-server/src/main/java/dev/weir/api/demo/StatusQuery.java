package dev.weir.api.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks what runs: the register for processes, each gateway for its view of the cluster. */
final class StatusQuery {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    // The cluster's own view, or else that of the limiter, which takes a while to agree.
    private static final List<Pattern> CLUSTER_SIZE =
            List.of(gauge("weir_limit_store_members"), gauge("weir_limit_agreed_nodes"));

    private final DemoFiles files;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    StatusQuery(DemoFiles files) {
        this.files = files;
    }

    DemoStatus ask(List<DemoGateway> gateways) {
        var postgres = LocalPostgres.running(files)
                .map(running -> new DemoStatus.Postgres(
                        running.pid(), running.port(), files.data().toString()));
        return new DemoStatus(
                !gateways.isEmpty(), gateways.stream().map(this::ask).toList(), postgres);
    }

    private DemoStatus.One ask(DemoGateway gateway) {
        var metrics = gateway.state() == DemoGateway.State.RUNNING ? metrics(gateway) : Optional.<String>empty();
        var state = gateway.state() == DemoGateway.State.RUNNING && metrics.isEmpty()
                ? "not answering"
                : gateway.state().name().toLowerCase(Locale.ROOT);
        return new DemoStatus.One(
                gateway.pid(),
                gateway.since(),
                state,
                gateway.baseUrl(),
                gateway.adminUrl(),
                gateway.clusterPort(),
                metrics.flatMap(StatusQuery::clusterSize));
    }

    private static Optional<Integer> clusterSize(String metrics) {
        return CLUSTER_SIZE.stream()
                .map(gauge -> gauge.matcher(metrics))
                .filter(Matcher::find)
                .findFirst()
                .map(found -> Integer.valueOf(found.group(1)));
    }

    private static Pattern gauge(String name) {
        return Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\d+)");
    }

    private Optional<String> metrics(DemoGateway gateway) {
        try {
            var request = HttpRequest.newBuilder(URI.create(gateway.adminUrl() + "/prometheus"))
                    .timeout(PATIENCE)
                    .build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
