package dev.weir.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One user's client: acts at random, each time through a gateway chosen at random, and checks each answer against what it
 * has done before. What only it can change must be exactly so; what others change may only go forward.
 */
final class MicroblogClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final int TRIES = 20;
    /** Likes of these posts are never taken back. */
    private static final int LIKED_POSTS = 8;

    private final long user;
    private final int users;
    private final String key;
    private final List<Gateway> gateways;
    private final ConsistencyDrill.World world;
    private final Random random;
    private final TreeMap<Long, String> posts = new TreeMap<>();
    private final List<String> deleted = new ArrayList<>();
    private final Set<Long> following = new HashSet<>();
    private final Set<String> liked = new HashSet<>();
    private final Map<String, Long> likesSeen = new HashMap<>();
    private int written;

    MicroblogClient(long user, int users, String key, List<Gateway> gateways, ConsistencyDrill.World world, long seed) {
        this.user = user;
        this.users = users;
        this.key = key;
        this.gateways = gateways;
        this.world = world;
        this.random = new Random(seed);
    }

    /** How many posts it has written and not deleted. */
    long posts() {
        return posts.size();
    }

    /** Does one thing. */
    void act() throws InterruptedException {
        int dice = random.nextInt(100);
        if (dice < 22) {
            write();
        } else if (dice < 32) {
            delete();
        } else if (dice < 40) {
            like();
        } else if (dice < 46) {
            follow();
        } else if (dice < 58) {
            readOwnPost();
        } else if (dice < 64) {
            readDeletedPost();
        } else if (dice < 74) {
            readProfile();
        } else if (dice < 84) {
            readTimeline("/2/users/" + user + "/tweets?max_results=100", "timeline");
        } else if (dice < 92) {
            readTimeline("/2/users/" + user + "/timelines/reverse_chronological?max_results=100", "home timeline");
        } else {
            readLikes();
        }
    }

    private void write() throws InterruptedException {
        String text = "post " + ++written + " of user " + user;
        JsonNode answer = call("write", "POST", "/2/tweets", "{\"text\": \"" + text + "\"}");
        if (answer.at("/data/id").isTextual()) {
            long id = answer.at("/data/id").asLong();
            if (!posts.isEmpty() && id <= posts.lastKey()) {
                world.violated("ids of one author grow", id + " after " + posts.lastKey(), answer);
            }
            posts.put(id, text);
            if (world.liked.size() < LIKED_POSTS) {
                world.liked.add(Long.toString(id));
            }
        }
    }

    private void delete() throws InterruptedException {
        List<Long> own = posts.keySet().stream()
                .filter(id -> !world.liked.contains(Long.toString(id)))
                .toList();
        if (own.isEmpty()) {
            write();
            return;
        }
        long id = own.get(random.nextInt(own.size()));
        JsonNode answer = call("delete", "DELETE", "/2/tweets/" + id, "");
        if (answer.at("/data/deleted").asBoolean()) {
            posts.remove(id);
            deleted.add(Long.toString(id));
        }
    }

    private void like() throws InterruptedException {
        if (world.liked.isEmpty()) {
            write();
            return;
        }
        String id = world.liked.get(random.nextInt(world.liked.size()));
        JsonNode answer = call("like", "POST", "/2/users/" + user + "/likes", "{\"tweet_id\": \"" + id + "\"}");
        if (answer.at("/data/liked").asBoolean()) {
            liked.add(id);
        }
    }

    /** Follows someone, or ends following; through the second gateway alone, whatever comes of it. */
    void followBlindly() throws InterruptedException {
        long other = random.nextInt(users) + 1L;
        boolean follow = random.nextBoolean();
        String path = "/2/users/" + user + "/following" + (follow ? "" : "/" + other);
        String body = follow ? "{\"target_user_id\": \"" + other + "\"}" : "";
        try {
            HTTP.send(request(gateways.get(1), follow ? "POST" : "DELETE", path, body, "-"), BodyHandlers.discarding());
        } catch (IOException e) {
            // Its gateway is gone.
        }
    }

    private void follow() throws InterruptedException {
        long other = random.nextInt(users) + 1L;
        if (other == user) {
            return;
        }
        if (following.contains(other)) {
            JsonNode answer = call("unfollow", "DELETE", "/2/users/" + user + "/following/" + other, "");
            if (answer.has("data")) {
                following.remove(other);
            }
        } else {
            JsonNode answer = call(
                    "follow", "POST", "/2/users/" + user + "/following", "{\"target_user_id\": \"" + other + "\"}");
            if (answer.at("/data/following").asBoolean()) {
                following.add(other);
            }
        }
    }

    private void readOwnPost() throws InterruptedException {
        if (posts.isEmpty()) {
            return;
        }
        List<Long> own = List.copyOf(posts.keySet());
        long id = own.get(Math.max(0, own.size() - 1 - random.nextInt(10)));
        JsonNode answer = call("read post", "GET", "/2/tweets/" + id, "");
        if (!posts.getOrDefault(id, "").equals(answer.at("/data/text").asText())) {
            world.violated("read your writes", "own post " + id, answer);
        }
    }

    private void readDeletedPost() throws InterruptedException {
        if (deleted.isEmpty()) {
            return;
        }
        String id = deleted.get(Math.max(0, deleted.size() - 1 - random.nextInt(5)));
        JsonNode answer = call("read deleted post", "GET", "/2/tweets/" + id, "");
        if (answer.has("data")) {
            world.violated("read your deletions", "deleted post " + id, answer);
        }
    }

    private void readProfile() throws InterruptedException {
        JsonNode counts = call("read profile", "GET", "/2/users/me?user.fields=public_metrics", "")
                .at("/data/public_metrics");
        expect("counts: own posts", posts.size(), counts.path("tweet_count"));
        expect("counts: own follows", following.size(), counts.path("following_count"));
        expect("counts: own likes", liked.size(), counts.path("like_count"));
    }

    private void expect(String rule, long expected, JsonNode seen) {
        if (!seen.isMissingNode() && seen.asLong() != expected) {
            world.violated(rule, "expected " + expected, seen);
        }
    }

    private void readTimeline(String path, String name) throws InterruptedException {
        JsonNode answer = call("read " + name, "GET", path + "&tweet.fields=author_id", "");
        if (!answer.has("meta")) {
            return;
        }
        long before = Long.MAX_VALUE;
        List<Long> own = new ArrayList<>();
        for (JsonNode post : answer.path("data")) {
            long id = post.path("id").asLong();
            if (id >= before) {
                world.violated("order: newest first", name + " of " + user, post);
            }
            before = id;
            long author = post.path("author_id").asLong();
            if (author == user) {
                own.add(id);
            } else if (!following.contains(author)) {
                world.violated("unfollowing shows at once", name + " of " + user, post);
            }
        }
        long oldest = answer.path("meta").has("next_token") ? before : 0;
        List<Long> expected =
                List.copyOf(posts.tailMap(oldest, true).descendingMap().keySet());
        if (!own.equals(expected)) {
            world.violated("read your writes in lists", name + " of " + user + " lacks or repeats own posts", answer);
        }
    }

    private void readLikes() throws InterruptedException {
        if (world.liked.isEmpty()) {
            return;
        }
        String id = world.liked.get(random.nextInt(world.liked.size()));
        JsonNode count = call("read likes", "GET", "/2/tweets/" + id + "?tweet.fields=public_metrics", "")
                .at("/data/public_metrics/like_count");
        if (count.isMissingNode()) {
            return;
        }
        long seen = count.asLong();
        if (seen < likesSeen.getOrDefault(id, 0L)) {
            world.violated("monotonic reads", "likes of " + id + " were " + likesSeen.get(id), count);
        }
        if (liked.contains(id) && seen < 1) {
            world.violated("read your likes", "likes of " + id, count);
        }
        likesSeen.put(id, seen);
    }

    private JsonNode call(String kind, String method, String path, String body) throws InterruptedException {
        world.did(kind);
        // The same for every try: a repeat that follows a 503 must not write a second post.
        String idempotencyKey = user + "-" + random.nextLong();
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Gateway gateway = gateways.get(random.nextInt(gateways.size()));
            try {
                HttpResponse<String> response =
                        HTTP.send(request(gateway, method, path, body, idempotencyKey), BodyHandlers.ofString());
                JsonNode answer = JSON.readTree(response.body());
                boolean markedAsOld = answer.at("/meta/stale_seconds").isNumber();
                if (response.statusCode() < 300 && !markedAsOld) {
                    return answer;
                }
                if (markedAsOld) {
                    world.markedAsOld.increment();
                } else if (response.statusCode() != 503) {
                    world.failed(method + " " + path + ": " + response.body());
                    return JSON.createObjectNode();
                }
            } catch (IOException e) {
                // No answer is like a 503: perhaps it was done, perhaps not.
            }
            world.retried.increment();
            TimeUnit.MILLISECONDS.sleep(200);
        }
        world.failed(method + " " + path + ": not answered in " + TRIES + " tries");
        return JSON.createObjectNode();
    }

    private HttpRequest request(Gateway gateway, String method, String path, String body, String idempotencyKey) {
        return HttpRequest.newBuilder(gateway.uri(path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
