package dev.weir.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.database.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeirTest {

    private static final Path PLANS = Path.of("config", "plans.yml");

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private final TestDatabase database = TestDatabase.create();

    @TempDir
    private Path home = Path.of("");

    private Path configuration = Path.of("");

    @BeforeEach
    void configure() throws IOException {
        configuration = Files.writeString(home.resolve("weir.yml"), """
                database: {driverClass: org.postgresql.Driver, url: "%s"}
                keys: {pepper: "0123456789abcdef0123456789abcdef"}
                """.formatted(database.url()));
    }

    @Test
    void helpAndVersionAreDataAndEndWell() {
        assertThat(weir("--help")).isZero();
        assertThat(data()).contains("Usage: weir", "demo", "server", "check", "db", "import", "keys", "plans");
        assertThat(weir("--version")).isZero();
        assertThat(data()).startsWith("weir ");
        assertThat(messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                              | say what to do
            dmo                             | Did you mean: weir demo?
            keys                            | say what to do: create, list, revoke
            keys create                     | --plan
            keys create --plan free --user bob | 'bob' is not a whole number
            keys create --plan free --expires tomorrow | 'tomorrow' is not a time; expected one such as 2030-
            keys create --app x             | 'x' is not
            keys create --app 1 --account 1 | mutually exclusive
            import                          | FILE
            demo --port high                | 'high' is not a whole number
            demo --port 0                   | --port must be 1 to 65534
            demo --port 99999               | --port must be 1 to 65534
            demo --json                     | --json goes with --status
            demo --join --fresh             | mutually exclusive
            server                          | CONFIG
            """)
    void misuseIsExplainedAndEndsWithTwo(String line, String explanation) {
        assertThat(weir(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(messages()).contains(explanation).contains("--help").doesNotContain("\tat ");
        assertThat(data()).isEmpty();
    }

    @Test
    void withoutADatabaseOrADemoCommandsSayWhatIsMissing() {
        assertThat(weir("keys", "list", "--account", "1")).isEqualTo(1);
        assertThat(messages())
                .contains("which database?", "--config FILE", "./weir demo")
                .doesNotContain("\tat ");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() throws IOException {
        Files.writeString(configuration, """
                database: {driverClass: org.postgresql.Driver, url: "jdbc:postgresql://127.0.0.1:1/weir", user: weir}
                keys: {pepper: "0123456789abcdef0123456789abcdef"}
                """);
        assertThat(onDatabase("keys", "list", "--account", "1")).isEqualTo(1);
        assertThat(messages()).startsWith("weir: cannot reach the database").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "check"})
    void aConfigurationThatIsNotThereIsNamed(String command) {
        assertThat(weir(command, "nowhere.yml")).isEqualTo(1);
        assertThat(messages()).contains("no readable file nowhere.yml").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "check"})
    void aConfigurationWithAMistakeIsExplained(String command) throws IOException {
        Files.writeString(configuration, "databse: {}\n");
        assertThat(weir(command, configuration.toString())).isEqualTo(1);
        assertThat(messages()).contains("databse").doesNotContain("\tat ");
    }

    @Test
    void aGoodConfigurationIsConfirmed() {
        assertThat(weir("check", configuration.toString())).isZero();
        assertThat(messages()).contains("is a valid configuration");
    }

    @Test
    void theSchemaIsAskedAndBroughtUpToDate() {
        assertThat(weir("db", "status", configuration.toString())).isZero();
        assertThat(messages()).isEmpty();
        assertThat(weir("db", "status", "nowhere.yml")).isEqualTo(1);
        assertThat(messages()).contains("no readable file nowhere.yml");
        assertThat(weir("db", "migrate", configuration.toString())).isZero();
        assertThat(messages()).contains("The schema is up to date.");
    }

    @Test
    void plansArePublishedOnceAndAccountsAndKeysFollow() throws IOException {
        assertThat(onDatabase("plans", "publish", PLANS.toString())).isZero();
        assertThat(data()).isEqualTo("1\n");
        assertThat(onDatabase("plans", "publish", "--json", PLANS.toString())).isZero();
        assertThat(json().path("version").asLong()).isEqualTo(1);
        assertThat(json().path("new").asBoolean(true)).isFalse();

        assertThat(onDatabase("accounts", "create", "Ann", "--plan", "basic")).isZero();
        var account = data().strip();
        assertThat(onDatabase("keys", "create", "--account", account, "--json")).isZero();
        var made = json();
        assertThat(made.path("key").asText())
                .startsWith("weir_live_" + made.path("id").asText());

        assertThat(onDatabase("keys", "list", "--account", account, "--json")).isZero();
        assertThat(json().path(0).path("id")).isEqualTo(made.path("id"));
        assertThat(data()).doesNotContain(made.path("key").asText());

        assertThat(onDatabase("keys", "revoke", made.path("key").asText())).isZero();
        assertThat(messages()).contains("Revoked");
        assertThat(onDatabase("keys", "revoke", made.path("id").asText())).isZero();
        assertThat(messages()).contains("was revoked before");
        assertThat(onDatabase("keys", "list", "--account", account)).isZero();
        assertThat(data()).contains("revoked 20");
    }

    @Test
    void whatCannotBeMadeIsExplained() {
        assertThat(onDatabase("plans", "publish", PLANS.toString())).isZero();
        assertThat(onDatabase("accounts", "create", "Ann", "--plan", "gold")).isEqualTo(1);
        assertThat(messages()).contains("gold").doesNotContain("\tat ");
        assertThat(onDatabase("keys", "create", "--app", "99")).isEqualTo(1);
        assertThat(messages()).contains("there is no app 99").doesNotContain("\tat ");
        assertThat(onDatabase("keys", "revoke", "nothing")).isEqualTo(1);
        assertThat(messages()).contains("nothing").doesNotContain("\tat ");
        assertThat(onDatabase("keys", "create", "--plan", "free", "--expires", "2020-01-01T00:00:00Z"))
                .isEqualTo(1);
        assertThat(messages()).contains("in the past").doesNotContain("\tat ");
        assertThat(onDatabase("keys", "create", "--plan", "free", "--user", "99"))
                .isEqualTo(1);
        assertThat(messages()).contains("there is no user 99").doesNotContain("\tat ");
    }

    @Test
    void aCatalogueIsCheckedWithEveryMistakeOnALineOfItsOwn() throws IOException {
        assertThat(weir("check-plans", PLANS.toString())).isZero();
        assertThat(messages()).contains("is a valid catalogue");
        var broken = Files.writeString(
                home.resolve("plans.yml"),
                Files.readString(PLANS)
                        .replace("60 requests / 15 min", "0 requests / 15 min")
                        .replace("ladder:", "lader:"));
        assertThat(weir("check-plans", broken.toString())).isEqualTo(1);
        assertThat(messages()).containsPattern(Pattern.quote(broken.toString()) + ":\\d+:\\d+: ");
        assertThat(messages().lines().count()).isGreaterThan(2);
        assertThat(weir("check-plans", "nowhere")).isEqualTo(1);
        assertThat(messages()).contains("no readable file nowhere");
    }

    @Test
    void theStatusOfADemoThatDoesNotRunIsData() throws IOException {
        assertThat(weir("demo", "--status")).isEqualTo(1);
        assertThat(messages()).contains("not running");
        assertThat(weir("demo", "--status", "--json")).isEqualTo(1);
        assertThat(json().path("running").asBoolean(true)).isFalse();
        assertThat(weir("demo", "--stop")).isEqualTo(1);
        assertThat(messages()).contains("not running").doesNotContain("\tat ");
        assertThat(weir("demo", "--join", "--port", "6290")).isEqualTo(1);
        assertThat(messages()).contains("no demo to join").doesNotContain("\tat ");
    }

    private int onDatabase(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--config");
        all.add(configuration.toString());
        return weir(all.toArray(String[]::new));
    }

    private int weir(String... arguments) {
        data.reset();
        messages.reset();
        return Weir.run(
                new Terminal(
                        new PrintStream(data, true, StandardCharsets.UTF_8),
                        new PrintStream(messages, true, StandardCharsets.UTF_8),
                        false,
                        Optional.of(home)),
                arguments);
    }

    private String data() {
        return data.toString(StandardCharsets.UTF_8);
    }

    private String messages() {
        return messages.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(data());
    }
}
