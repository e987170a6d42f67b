package dev.weir.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.wire.DataApi;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UserSearchResourceTest {

    private static final DataApi API = new DataApi();

    @BeforeAll
    static void users() {
        API.clear();
        API.rows()
                .add(
                        MicroblogRows.user(1, "anna"),
                        MicroblogRows.user(2, "smith_ann"),
                        MicroblogRows.user(3, "Ann"),
                        MicroblogRows.user(4, "cyd"),
                        MicroblogRows.user(5, "annoyed"));
        API.rows().execute("update microblog.users set name = 'Jürgen O''Brien ❤' where id = 4");
        API.rows().execute("update microblog.users set suspended = true where id = 5");
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ann, 3 1 2",
        "ANN, 3 1 2",
        "smith, 2",
        "smith_a, 2",
        "ann smith, 2",
        "jurgen, 4",
        "o'brien, 4",
        "rien, ''",
        "name of, 1 2 3"
    })
    void everyWordBeginsAWordOfTheNameAndTheExactUsernameIsFirst(String query, String ids) {
        assertThat(API.get("/2/users/search?query=" + query.replace(" ", "%20").replace("'", "%27"))
                        .texts("/data", "id"))
                .isEqualTo(ids.isEmpty() ? List.of() : List.of(ids.split(" ")));
    }

    @Test
    void pagesGoOnByEitherNameOfTheToken() {
        String token = API.get("/2/users/search?query=ann&max_results=1")
                .body()
                .at("/meta/next_token")
                .asText();

        assertThat(API.get("/2/users/search?query=ann&max_results=1&next_token=" + token)
                        .texts("/data", "id"))
                .containsExactly("1");
        assertThat(API.get("/2/users/search?query=ann&pagination_token=" + token)
                        .texts("/data", "id"))
                .containsExactly("1", "2");
        assertThat(API.get("/2/users/search?query=anna&pagination_token=" + token)
                        .status())
                .isEqualTo(400);
    }
}
