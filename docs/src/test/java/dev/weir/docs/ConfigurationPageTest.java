package dev.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docs/operations/configuration.md} against {@code api-server/config/weir.yml}, key by key. */
class ConfigurationPageTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):-(.*)}");

    private final Map<String, String> configured = configured();
    private final List<List<String>> described =
            Repository.docs("operations/configuration.md").table("Key");

    @Test
    void everyKeyIsDescribedAndNothingElse() {
        assertThat(configured)
                .as("the reading itself")
                .containsKeys("database.url", "limits.deadline", "stateDirectory");

        assertThat(described.stream().map(row -> Page.plain(row.get(0))))
                .containsExactlyInAnyOrderElementsOf(configured.keySet());
    }

    @Test
    void everyVariableAndDefaultIsTheOneInTheFile() {
        Map<String, String> told = described.stream()
                .collect(Collectors.toMap(
                        row -> Page.plain(row.get(0)), row -> Page.plain(row.get(1)) + " = " + Page.plain(row.get(2))));
        configured.forEach((key, value) -> {
            Matcher variable = VARIABLE.matcher(value);
            String expected = variable.matches() ? variable.group(1) + " = " + variable.group(2) : " = " + value;
            assertThat(told).containsEntry(key, expected);
        });
    }

    @Test
    void everyKeyHasAMeaning() {
        assertThat(described).allSatisfy(row -> assertThat(row.get(3)).isNotBlank());
    }

    private static Map<String, String> configured() {
        String text = Repository.read(Repository.ROOT.resolve("api-server/config/weir.yml"));
        Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        Map<String, String> keys = new LinkedHashMap<>();
        flatten("", root, keys);
        return keys;
    }

    private static void flatten(String key, Object value, Map<String, String> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> flatten(key.isEmpty() ? name.toString() : key + "." + name, inner, into));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            list.forEach(inner -> flatten(key + "[]", inner, into));
        } else {
            into.put(key, String.valueOf(value));
        }
    }
}
