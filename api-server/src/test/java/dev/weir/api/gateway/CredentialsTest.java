package dev.weir.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @ParameterizedTest
    @ValueSource(strings = {"Bearer k", "bearer k", "BEARER   k", " Bearer k "})
    void theSchemeIsCaseInsensitiveAndSpacesAreForgiven(String header) {
        assertThat(Credentials.bearer(List.of(header))).contains("k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Basic a2V5", "k", "Token k", "Bearerk"})
    void anythingElseIsNoKey(String header) {
        assertThat(Credentials.bearer(List.of(header))).isEmpty();
    }

    @Test
    void twoHeadersAreNoKey() {
        assertThat(Credentials.bearer(List.of("Bearer a", "Bearer b"))).isEmpty();
        assertThat(Credentials.bearer(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "api_key", "API_KEY", "key"})
    void aKeyInTheAddressIsRefusedWithoutRepeatingIt(String name) {
        assertThatThrownBy(() -> Credentials.refuseKeyInQuery(Map.of(name, List.of("s3cret"))))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    Problem problem = e.problem();
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.members().toString()).contains(name).doesNotContain("s3cret");
                });
    }

    @Test
    void aKeyIsRecognisedUnderAnyName() {
        assertThatThrownBy(() -> Credentials.refuseKeyInQuery(Map.of("query", List.of("weir_live_abc"))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().members().toString()).doesNotContain("weir_live_abc"));
        assertThatCode(() -> Credentials.refuseKeyInQuery(Map.of("query", List.of("a weir_dream"))))
                .doesNotThrowAnyException();
    }

    @Test
    void theWrongKindOfKeyIsToldWhichKindIsRight() {
        assertThat(Credentials.wrongKind("GET /2/usage/tweets", true).detail())
                .isEqualTo(
                        "Authenticating with a user token is not allowed for GET /2/usage/tweets. Use an app-only key.");
        assertThat(Credentials.wrongKind("GET /2/users/me", false).detail())
                .isEqualTo("Authenticating with an app-only key is not allowed for GET /2/users/me. Use a user token.");
    }
}
