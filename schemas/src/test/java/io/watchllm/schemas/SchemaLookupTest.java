package io.watchllm.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.schemas.SchemaLookup.Known;
import io.watchllm.schemas.SchemaLookup.NotNow;
import io.watchllm.schemas.SchemaLookup.Unknown;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SchemaLookupTest {

    private static final int NOTHING = -1;
    private static final Duration UNKNOWN_FOR = Duration.ofHours(1);

    private final Registry registry = new Registry();
    private Instant now = Instant.EPOCH;
    private final SchemaLookup lookup = new SchemaLookup(registry, () -> now, UNKNOWN_FOR);

    /** Records of five bytes with counting ids: one question each, for ever. */
    @Test
    void shouldAskForUnknownIdsAtABoundedRate() throws Exception {
        var later = 0;
        for (var id = 1; id <= 5_000; id++) {
            later += lookup.find(id) instanceof NotNow ? 1 : 0;
        }
        assertThat(registry.asked).isEqualTo(SchemaLookup.UNKNOWN_BURST);
        assertThat(later).isEqualTo(5_000 - SchemaLookup.UNKNOWN_BURST);

        now = now.plusSeconds(1);
        for (var id = 5_001; id <= 10_000; id++) {
            lookup.find(id);
        }
        assertThat(registry.asked).isEqualTo(SchemaLookup.UNKNOWN_BURST + SchemaLookup.UNKNOWN_PER_SECOND);
    }

    /** Whoever waits as long as it says gets an answer. */
    @Test
    void shouldSayWhenItMayBeAsked() throws Exception {
        for (var id = 1; id <= SchemaLookup.UNKNOWN_BURST; id++) {
            lookup.find(id);
        }
        assertThat(lookup.find(5_000)).isEqualTo(new NotNow(Duration.ofMillis(10)));

        now = now.plusMillis(10);

        assertThat(lookup.find(5_000)).isEqualTo(new Unknown("which the registry does not have", true));
        assertThat(lookup.find(5_001)).isEqualTo(new NotNow(Duration.ofMillis(10)));
    }

    /** What the registry has costs nothing of the rate, so honest producers with many schemas are not slowed. */
    @Test
    void shouldNotCountIdsThatAreThere() throws Exception {
        registry.firstThere = 1;

        for (var id = 1; id <= 5_000; id++) {
            assertThat(lookup.find(id)).isInstanceOf(Known.class);
        }
    }

    @Test
    void shouldFindWhatIsKnownWhileNothingMayBeAsked() throws Exception {
        registry.firstThere = 100_000;
        var known = lookup.find(100_000);
        for (var id = 1; id <= 2_000; id++) {
            lookup.find(id);
        }

        assertThat(lookup.find(3_000)).isInstanceOf(NotNow.class);
        assertThat(lookup.find(100_000)).isEqualTo(known);
        assertThat(lookup.find(1)).isEqualTo(new Unknown("which the registry does not have", true));
    }

    /** A registry that is away has said nothing of the ids. */
    @Test
    void shouldNotCountQuestionsWithoutAnAnswer() throws Exception {
        registry.away = true;
        for (var id = 1; id <= 5_000; id++) {
            assertThatThrownBy(() -> lookup.find(7)).isInstanceOf(IOException.class);
        }
        registry.away = false;

        assertThat(lookup.find(7)).isInstanceOf(Unknown.class);
    }

    /** The flood drives out the oldest id, and not all of them. */
    @Test
    void shouldForgetTheOldestUnknownIdFirst() throws Exception {
        for (var id = 0; id <= SchemaLookup.UNKNOWN_MAX; id++) {
            now = now.plusMillis(10);
            lookup.find(id);
        }

        assertThat(lookup.remembered(0)).isNull();
        assertThat(lookup.remembered(1)).isInstanceOf(Unknown.class);
        assertThat(lookup.remembered(SchemaLookup.UNKNOWN_MAX)).isInstanceOf(Unknown.class);
    }

    @Test
    void shouldAskAgainForAnUnknownIdAfterAWhile() throws Exception {
        assertThat(lookup.find(7)).isInstanceOf(Unknown.class);
        registry.firstThere = 7;
        assertThat(lookup.find(7)).isInstanceOf(Unknown.class);

        now = now.plus(UNKNOWN_FOR);

        assertThat(lookup.find(7)).isInstanceOf(Known.class);
    }

    private static final class Registry extends MockSchemaRegistryClient {
        private static final AvroSchema SCHEMA = new AvroSchema("\"string\"");

        private int asked;
        private int firstThere = NOTHING;
        private boolean away;

        @Override
        public ParsedSchema getSchemaById(int id) throws IOException, RestClientException {
            if (away) {
                throw new IOException("connection refused");
            }
            asked++;
            if (firstThere == NOTHING || id < firstThere) {
                throw new RestClientException("Schema not found", 404, 40_403);
            }
            return SCHEMA;
        }
    }
}
