package dev.notification.local.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DescribedRoutesTests {
    /** As if the controllers had exactly what is described. */
    private final OpenAPI found = Description.read();

    private PathItem path(String path) {
        return Objects.requireNonNull(found.getPaths().get(path));
    }

    private void isRefusedFor(String fault) {
        assertThatIllegalStateException()
                .isThrownBy(() -> new DescribedRoutes().customise(found))
                .withMessage(fault);
    }

    @Test
    void takesRoutesThatAreAllDescribed() {
        assertThatNoException().isThrownBy(() -> new DescribedRoutes().customise(found));
        assertThat(path("/v1/acks").getPost().getSummary()).isNotEmpty();
    }

    @Test
    void refusesARouteWithoutWords() {
        path("/v1/acks").put(new Operation().responses(new ApiResponses()));
        isRefusedFor("PUT /v1/acks is not described in src/main/resources/openapi");
    }

    @Test
    void refusesWordsWithoutARoute() {
        found.getPaths().remove("/v1/acks");
        isRefusedFor("POST /v1/acks is described, and no controller has it");
    }

    @Test
    void refusesAnotherParameterInThePath() {
        path("/v1/inbox/{seq}").getGet().getParameters().get(0).setName("number");
        isRefusedFor("GET /v1/inbox/{seq} has the parameters [number] in its path");
    }

    @Test
    void refusesAnotherMediaType() {
        ApiResponses yaml = new ApiResponses()
                .addApiResponse(
                        "200",
                        new ApiResponse().content(new Content().addMediaType("application/yaml", new MediaType())));
        path("/v1/inbox/summary").getGet().setResponses(yaml);
        isRefusedFor("GET /v1/inbox/summary answers [application/yaml]");
    }
}
