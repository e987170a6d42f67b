package dev.weir.drills;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** All limit data is deleted, again and again, under load: what once told everybody "you are over the daily limit". */
final class LimitStoreWipedDrill implements Drill {

    private static final int WIPES = 10;

    @Override
    public String promise() {
        return "wiping the limit map " + WIPES
                + " times under load refuses nobody within budget, and frees no spent quota";
    }

    @Override
    public void run(Report report) throws Exception {
        try (Fleet fleet = Fleet.start(Catalogues.with("GET /2/users/{id}", "100000 requests / 15 min"))) {
            fleet.addUsers(1);
            Gateway one = fleet.startGateway();
            Gateway two = fleet.startGateway();
            String spent = fleet.key("free");
            fleet.jdbi().useHandle(handle -> handle.execute("""
                    insert into billing.usage (account_id, meter, bucket, app_id, incarnation, total)
                    select max(account_id), 'posts_read', date_trunc('day', now(), 'UTC'), max(id), ?, 1000000
                    from platform.apps
                    """, UUID.randomUUID()));
            HazelcastInstance client = HazelcastClient.newHazelcastClient(client(fleet));
            try (Load within = new Load(8, fleet.key("premium"));
                    Load over = new Load(2, spent)) {
                within.send(400, n -> (n % 2 == 0 ? one : two).uri("/2/users/1"));
                // Nobody has told this gateway yet; a ledger that is slow to do so refuses nobody.
                long asked = 1;
                while (asked < 100
                        && over.send(1, n -> one.uri("/2/tweets/1")).get(0).status() != 429) {
                    asked++;
                }
                report.figure("requests until the gateway knew of the spent quota", asked);
                Load.Running budget = within.sendUntilStopped(400, n -> (n % 2 == 0 ? one : two).uri("/2/users/1"));
                Load.Running capped = over.sendUntilStopped(2, n -> one.uri("/2/tweets/1"));
                List<Load.Answer> served = new ArrayList<>();
                List<Load.Answer> refused = new ArrayList<>();
                for (int i = 0; i < WIPES; i++) {
                    served.addAll(budget.during(Duration.ofSeconds(1)));
                    refused.addAll(capped.take());
                    client.getMap("weir-limits").clear();
                }
                served.addAll(budget.during(Duration.ofSeconds(1)));
                refused.addAll(capped.take());
                budget.stop();
                capped.stop();
                report.answers("within budget", served);
                report.answers("quota spent", refused);
                long wrong =
                        served.stream().filter(answer -> answer.status() != 200).count();
                report.expect("in-budget requests not answered 200", wrong, wrong == 0);
                long freed = refused.stream()
                        .filter(answer -> answer.status() != 429)
                        .count();
                report.expect("requests over a spent quota not answered 429", freed, freed == 0);
            } finally {
                client.shutdown();
            }
        }
    }

    private static ClientConfig client(Fleet fleet) {
        ClientConfig config = new ClientConfig();
        config.setClusterName(fleet.cluster());
        config.getNetworkConfig().setAddresses(fleet.members());
        config.setProperty("hazelcast.phone.home.enabled", "false");
        return config;
    }
}
