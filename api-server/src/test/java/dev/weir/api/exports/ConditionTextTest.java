package dev.weir.api.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.Counter;
import dev.weir.api.microblog.Reference;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionTextTest {

    /** Orders with this text are stored: it may be added to, not changed. */
    private static final String STORED = "{\"all\":{\"parts\":["
            + "{\"terms\":{\"query\":\"('tea' & !'is:reply')\",\"finds\":true}},"
            + "{\"any\":{\"parts\":[{\"refers\":{\"reference\":\"QUOTED\",\"postId\":77}},"
            + "{\"reposts_of\":{\"userId\":2124082620269592578}},"
            + "{\"at_least\":{\"counter\":\"LIKES\",\"least\":5}}]}},"
            + "{\"not\":{\"condition\":{\"by_verified\":{}}}}]}}";

    private static final Condition CONDITION = new Condition.All(List.of(
            new Condition.Terms("('tea' & !'is:reply')", true),
            new Condition.Any(List.of(
                    new Condition.Refers(Reference.QUOTED, 77),
                    new Condition.RepostsOf(2124082620269592578L),
                    new Condition.AtLeast(Counter.LIKES, 5))),
            new Condition.Not(new Condition.ByVerified())));

    @Test
    void whatIsStoredIsReadAsItWasOrdered() {
        assertThat(ConditionText.of(CONDITION)).isEqualTo(STORED);
        assertThat(ConditionText.read(STORED)).isEqualTo(CONDITION);
    }

    @Test
    void aConditionOfALaterVersionIsNotTakenForAnother() {
        assertThatThrownBy(() -> ConditionText.read("{\"near\":{\"metres\":5}}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("near");
        assertThatThrownBy(
                        () -> ConditionText.read("{\"refers\":{\"reference\":\"QUOTED\",\"postId\":77,\"deep\":true}}"))
                .isInstanceOf(IllegalStateException.class);
    }
}
