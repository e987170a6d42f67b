package dev.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gate in front of {@code docs/api/openapi.yaml}, and a change of every kind that it must and must not stop. */
class BreakingChangesTest {

    private static final String OPERATION = "/paths/~12~1things~1{id}/post";
    private static final String SCHEMAS = "/components/schemas/";

    private static final String DOCUMENT = """
            openapi: 3.1.0
            paths:
              /2/things/{id}:
                post:
                  operationId: changeThing
                  security: [appKey: [], userKey: []]
                  parameters:
                    - {name: id, in: path, required: true, schema: {type: string, pattern: "^[0-9]+$"}}
                    - {name: size, in: query, schema: {type: integer, minimum: 5, maximum: 100, default: 10}}
                    - {name: sort, in: query, schema: {type: string, enum: [up, down]}}
                    - name: ids
                      in: query
                      style: form
                      explode: false
                      schema: {type: array, minItems: 1, maxItems: 9, items: {type: string, maxLength: 7}}
                  requestBody:
                    content:
                      application/json: {schema: {$ref: "#/components/schemas/Wish"}}
                  responses:
                    "200":
                      headers:
                        left: {required: true, schema: {type: integer, minimum: 0}}
                      content:
                        application/json: {schema: {$ref: "#/components/schemas/Thing"}}
                    "400":
                      content:
                        application/problem+json:
                          schema: {oneOf: [{$ref: "#/components/schemas/Wrong"}, {$ref: "#/components/schemas/Late"}]}
              /2/others:
                get:
                  operationId: listOthers
                  security: []
                  responses:
                    "200":
                      content:
                        application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Thing"}}}
            components:
              schemas:
                Wish:
                  type: object
                  required: [text]
                  properties:
                    text: {type: string, minLength: 1, maxLength: 280}
                    mood: {type: string, enum: [good, bad]}
                    size: {type: [integer, string]}
                  additionalProperties: true
                Thing:
                  type: object
                  required: [id, text]
                  properties:
                    id: {type: string, pattern: "^[0-9]+$"}
                    text: {type: string}
                    note: {type: [string, "null"]}
                    state: {type: string, enum: [open, shut]}
                    count: {type: integer, minimum: 0, maximum: 10}
                    parts: {type: array, minItems: 1, items: {$ref: "#/components/schemas/Thing"}}
                    counts: {type: object, additionalProperties: {type: integer}}
                  anyOf: [{required: [id]}, {required: [text]}]
                Wrong: {type: object, required: [type], properties: {type: {type: string, const: wrong}}}
                Late: {type: object, required: [type], properties: {type: {type: string, const: late}}}
            """;

    /** A change of the document above. */
    @com.google.errorprone.annotations.Immutable
    private interface Change {
        void make(JsonNode document);
    }

    /** What must be stopped, and a word of what is said about it. */
    enum Breaking {
        A_PATH_IS_REMOVED("GET /2/others is gone", d -> object(d, "/paths").remove("/2/others")),
        AN_OPERATION_IS_REMOVED(
                "is gone", d -> object(d, "/paths/~12~1things~1{id}").remove("post")),
        AN_OPERATION_CHANGES_ITS_METHOD(
                "POST /2/things/{id} is gone",
                d -> object(d, "/paths/~12~1things~1{id}")
                        .set("put", object(d, "/paths/~12~1things~1{id}").remove("post"))),
        AN_OPERATION_IS_RENAMED("otherwise", d -> object(d, OPERATION).put("operationId", "alterThing")),
        A_KIND_OF_KEY_IS_REFUSED(
                "userKey", d -> array(d, OPERATION + "/security").remove(1)),
        A_KEY_IS_NEEDED(
                "needs a key",
                d -> array(d, "/paths/~12~1others/get/security").addObject().putArray("appKey")),
        A_PARAMETER_IS_REMOVED(
                "query size", d -> array(d, OPERATION + "/parameters").remove(1)),
        A_PARAMETER_IS_RENAMED("query size", d -> parameter(d, 1).put("name", "Size")),
        A_PARAMETER_MOVES("query size", d -> parameter(d, 1).put("in", "header")),
        A_PARAMETER_BECOMES_REQUIRED("is required now", d -> parameter(d, 1).put("required", true)),
        A_REQUIRED_PARAMETER_IS_ADDED(
                "requires query new",
                d -> array(d, OPERATION + "/parameters")
                        .addObject()
                        .put("name", "new")
                        .put("in", "query")
                        .put("required", true)),
        A_PARAMETER_IS_WRITTEN_OTHERWISE("explode", d -> parameter(d, 3).put("explode", true)),
        A_MAXIMUM_IS_LOWERED("maximum", d -> schema(d, 1).put("maximum", 50)),
        A_MAXIMUM_IS_ADDED(
                "maximum", d -> object(d, SCHEMAS + "Wish/properties/size").put("maximum", 5)),
        A_MINIMUM_IS_RAISED("minimum", d -> schema(d, 1).put("minimum", 6)),
        A_LONGEST_LENGTH_IS_LOWERED(
                "maxLength", d -> object(d, SCHEMAS + "Wish/properties/text").put("maxLength", 140)),
        ITEMS_MAY_BE_SHORTER_ONLY(
                "maxLength",
                d -> object(d, OPERATION + "/parameters/3/schema/items").put("maxLength", 6)),
        FEWER_ITEMS_ARE_TAKEN("maxItems", d -> schema(d, 3).put("maxItems", 8)),
        A_DEFAULT_CHANGES("default", d -> schema(d, 1).put("default", 20)),
        A_PATTERN_OF_A_PARAMETER_CHANGES("pattern", d -> schema(d, 0).put("pattern", "^[1-9]+$")),
        A_FORMAT_IS_ADDED("format", d -> schema(d, 2).put("format", "date")),
        A_VALUE_OF_A_PARAMETER_IS_REMOVED(
                "down", d -> array(d, OPERATION + "/parameters/2/schema/enum").remove(1)),
        A_PARAMETER_IS_HELD_TO_VALUES("only", d -> schema(d, 1).putArray("enum").add(10)),
        A_PARAMETER_CHANGES_ITS_TYPE("type", d -> schema(d, 1).put("type", "string")),
        A_MEMBER_OF_A_BODY_LOSES_A_TYPE(
                "type", d -> object(d, SCHEMAS + "Wish/properties/size").put("type", "integer")),
        THE_BODY_IS_REMOVED("no body", d -> object(d, OPERATION).remove("requestBody")),
        THE_BODY_BECOMES_REQUIRED(
                "required", d -> object(d, OPERATION + "/requestBody").put("required", true)),
        THE_BODY_CHANGES_ITS_MEDIA_TYPE(
                "is not application/json",
                d -> rename(d, OPERATION + "/requestBody/content", "application/json", "text/plain")),
        A_MEMBER_OF_A_BODY_IS_REMOVED(
                "mood is gone", d -> object(d, SCHEMAS + "Wish/properties").remove("mood")),
        A_MEMBER_OF_A_BODY_BECOMES_REQUIRED(
                "mood is required", d -> array(d, SCHEMAS + "Wish/required").add("mood")),
        A_VALUE_OF_A_BODY_IS_REMOVED(
                "bad", d -> array(d, SCHEMAS + "Wish/properties/mood/enum").remove(1)),
        A_BODY_IS_CLOSED("further members", d -> object(d, SCHEMAS + "Wish").put("additionalProperties", false)),
        A_STATUS_IS_REMOVED("no 400", d -> object(d, OPERATION + "/responses").remove("400")),
        A_HEADER_IS_REMOVED(
                "header left",
                d -> object(d, OPERATION + "/responses/200/headers").remove("left")),
        A_HEADER_IS_NOT_PROMISED_ANY_MORE(
                "without left",
                d -> object(d, OPERATION + "/responses/200/headers/left").put("required", false)),
        A_HEADER_CHANGES_ITS_TYPE(
                "type",
                d -> object(d, OPERATION + "/responses/200/headers/left/schema").put("type", "string")),
        AN_ANSWER_CHANGES_ITS_MEDIA_TYPE(
                "is not application/json",
                d -> rename(d, OPERATION + "/responses/200/content", "application/json", "text/json")),
        A_MEMBER_OF_AN_ANSWER_IS_REMOVED(
                "note is gone", d -> object(d, SCHEMAS + "Thing/properties").remove("note")),
        A_MEMBER_OF_AN_ANSWER_IS_RENAMED(
                "state is gone", d -> rename(d, SCHEMAS + "Thing/properties", "state", "status")),
        A_MEMBER_OF_AN_ANSWER_MAY_BE_ABSENT(
                "text may be absent", d -> array(d, SCHEMAS + "Thing/required").remove(1)),
        A_STRING_BECOMES_AN_INTEGER(
                "type", d -> array(d, SCHEMAS + "Thing/properties/note/type").set(0, "integer")),
        AN_ANSWER_MAY_BE_NULL(
                "type",
                d -> object(d, SCHEMAS + "Thing/properties/text")
                        .putArray("type")
                        .add("string")
                        .add("null")),
        AN_INTEGER_OF_AN_ANSWER_BECOMES_A_NUMBER(
                "type", d -> object(d, SCHEMAS + "Thing/properties/count").put("type", "number")),
        AN_ANSWER_EXCEEDS_ITS_BOUND(
                "maximum", d -> object(d, SCHEMAS + "Thing/properties/count").put("maximum", 11)),
        AN_ANSWER_LOSES_ITS_BOUND(
                "minimum", d -> object(d, SCHEMAS + "Thing/properties/count").remove("minimum")),
        A_LIST_OF_AN_ANSWER_MAY_BE_EMPTY(
                "minItems", d -> object(d, SCHEMAS + "Thing/properties/parts").put("minItems", 0)),
        A_PATTERN_OF_AN_ANSWER_IS_REMOVED(
                "pattern", d -> object(d, SCHEMAS + "Thing/properties/id").remove("pattern")),
        A_VALUE_OF_AN_ANSWER_IS_REMOVED(
                "shut", d -> array(d, SCHEMAS + "Thing/properties/state/enum").remove(1)),
        AN_ANSWER_MAY_HOLD_ANYTHING(
                "any value", d -> object(d, SCHEMAS + "Thing/properties/state").remove("enum")),
        ITEMS_OF_AN_ANSWER_CHANGE(
                "items", d -> object(d, SCHEMAS + "Thing/properties/parts").remove("items")),
        FURTHER_MEMBERS_OF_AN_ANSWER_CHANGE(
                "type",
                d -> object(d, SCHEMAS + "Thing/properties/counts/additionalProperties")
                        .put("type", "string")),
        A_KIND_OF_PROBLEM_IS_REMOVED(
                "alternative",
                d -> array(d, OPERATION + "/responses/400/content/application~1problem+json/schema/oneOf")
                        .remove(0)),
        A_PROBLEM_CHANGES_ITS_TYPE(
                "wrong", d -> object(d, SCHEMAS + "Wrong/properties/type").put("const", "false")),
        A_GUARANTEE_IS_DROPPED("anyOf", d -> object(d, SCHEMAS + "Thing").remove("anyOf")),
        WHAT_NOBODY_CAN_JUDGE(
                "not",
                d -> object(d, SCHEMAS + "Thing")
                        .putObject("not")
                        .putArray("required")
                        .add("x"));

        private final String said;
        private final Change change;

        Breaking(String said, Change change) {
            this.said = said;
            this.change = change;
        }
    }

    /** What must be let through. */
    enum Compatible {
        NOTHING(d -> {}),
        A_PATH_IS_ADDED(d ->
                object(d, "/paths").set("/2/new", d.at("/paths/~12~1others").deepCopy())),
        AN_OPERATION_IS_ADDED(
                d -> object(d, "/paths/~12~1others").set("post", d.at(OPERATION).deepCopy())),
        AN_OPTIONAL_PARAMETER_IS_ADDED(d -> array(d, OPERATION + "/parameters")
                .addObject()
                .put("name", "new")
                .put("in", "query")),
        A_PARAMETER_BECOMES_OPTIONAL(d -> parameter(d, 0).put("required", false)),
        A_MAXIMUM_IS_RAISED(d -> schema(d, 1).put("maximum", 500)),
        A_MINIMUM_IS_REMOVED(d -> schema(d, 1).remove("minimum")),
        A_VALUE_IS_ADDED(d -> array(d, OPERATION + "/parameters/2/schema/enum").add("around")),
        A_PARAMETER_TAKES_ANY_VALUE(d -> schema(d, 2).remove("enum")),
        A_PATTERN_IS_DROPPED(d -> schema(d, 0).remove("pattern")),
        A_PARAMETER_TAKES_A_FURTHER_TYPE(
                d -> schema(d, 1).putArray("type").add("integer").add("string")),
        AN_INTEGER_BECOMES_A_NUMBER(d -> schema(d, 1).put("type", "number")),
        A_KIND_OF_KEY_IS_ADDED(
                d -> array(d, OPERATION + "/security").addObject().putArray("adminKey")),
        NO_KEY_IS_NEEDED_ANY_MORE(d -> array(d, OPERATION + "/security").removeAll()),
        A_MEMBER_OF_A_BODY_IS_ADDED(
                d -> object(d, SCHEMAS + "Wish/properties").putObject("colour").put("type", "string")),
        A_MEMBER_OF_A_BODY_BECOMES_OPTIONAL(
                d -> array(d, SCHEMAS + "Wish/required").remove(0)),
        A_MEDIA_TYPE_OF_THE_BODY_IS_ADDED(
                d -> object(d, OPERATION + "/requestBody/content").putObject("text/plain")),
        A_STATUS_IS_ADDED(d -> object(d, OPERATION + "/responses").putObject("409")),
        A_HEADER_IS_ADDED(d -> object(d, OPERATION + "/responses/200/headers").putObject("more")),
        A_MEMBER_OF_AN_ANSWER_IS_ADDED(
                d -> object(d, SCHEMAS + "Thing/properties").putObject("colour").put("type", "string")),
        A_MEMBER_OF_AN_ANSWER_IS_PROMISED(
                d -> array(d, SCHEMAS + "Thing/required").add("state")),
        AN_ANSWER_IS_NEVER_NULL_ANY_MORE(
                d -> array(d, SCHEMAS + "Thing/properties/note/type").remove(1)),
        A_VALUE_OF_AN_ANSWER_IS_ADDED(
                d -> array(d, SCHEMAS + "Thing/properties/state/enum").add("ajar")),
        AN_ANSWER_IS_BOUNDED_CLOSER(
                d -> object(d, SCHEMAS + "Thing/properties/count").put("maximum", 9)),
        A_PATTERN_OF_AN_ANSWER_IS_PROMISED(
                d -> object(d, SCHEMAS + "Thing/properties/text").put("pattern", "^.*$")),
        A_KIND_OF_PROBLEM_IS_ADDED(
                d -> array(d, OPERATION + "/responses/400/content/application~1problem+json/schema/oneOf")
                        .addObject()
                        .put("type", "string")),
        ONE_ANSWER_BECOMES_ONE_OF_TWO(d -> {
            ObjectNode content = object(d, OPERATION + "/responses/200/content/application~1json");
            JsonNode only = content.remove("schema");
            content.putObject("schema").putArray("oneOf").add(only).addObject().put("type", "string");
        }),
        ALTERNATIVES_CHANGE_THEIR_ORDER(d -> {
            ArrayNode kinds = array(d, OPERATION + "/responses/400/content/application~1problem+json/schema/oneOf");
            kinds.add(kinds.remove(0));
        }),
        A_SCHEMA_IS_NAMED(d -> {
            object(d, "/components/schemas").set("Size", schema(d, 1).deepCopy());
            parameter(d, 1).putObject("schema").put("$ref", "#/components/schemas/Size");
        }),
        A_DESCRIPTION_CHANGES(d -> object(d, SCHEMAS + "Thing").put("description", "something else"));

        private final Change change;

        Compatible(Change change) {
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isStopped(Breaking breaking) {
        assertThat(BreakingChanges.between(document(), changed(breaking.change)))
                .isNotEmpty()
                .anySatisfy(sentence -> assertThat(sentence).contains(breaking.said));
    }

    @ParameterizedTest
    @EnumSource
    void isLetThrough(Compatible compatible) {
        assertThat(BreakingChanges.between(document(), changed(compatible.change)))
                .isEmpty();
    }

    @Test
    void ourDocumentBreaksNoClientOfTheBaseline() {
        assertThat(BreakingChanges.between(OpenApi.read("api/openapi.baseline.yaml"), OpenApi.read("api/openapi.yaml")))
                .as("what breaks clients of docs/api/openapi.baseline.yaml; CONTRIBUTING.md says what to do about it")
                .isEmpty();
    }

    private static OpenApi document() {
        try {
            return new OpenApi(new YAMLMapper().readTree(DOCUMENT));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static OpenApi changed(Change change) {
        OpenApi document = document();
        change.make(document.root());
        return document;
    }

    private static ObjectNode object(JsonNode document, String pointer) {
        return (ObjectNode) document.at(pointer);
    }

    private static ArrayNode array(JsonNode document, String pointer) {
        return (ArrayNode) document.at(pointer);
    }

    private static ObjectNode parameter(JsonNode document, int number) {
        return object(document, OPERATION + "/parameters/" + number);
    }

    private static ObjectNode schema(JsonNode document, int parameter) {
        return object(document, OPERATION + "/parameters/" + parameter + "/schema");
    }

    private static void rename(JsonNode document, String pointer, String from, String to) {
        ObjectNode parent = object(document, pointer);
        parent.set(to, parent.remove(from));
    }
}
