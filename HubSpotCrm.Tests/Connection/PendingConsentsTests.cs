using HubSpotCrm.Core.Connection;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Connection;

public sealed class PendingConsentsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PendingConsents _consents;

    public PendingConsentsTests() => _consents = new PendingConsents(_time);

    [Fact]
    public void A_state_is_256_random_bits()
    {
        var states = Enumerable.Range(0, 50).Select(_ => Ask()).ToList();

        states.Should().OnlyHaveUniqueItems();
        states.Should().OnlyContain(state => state.Length == 43, "43 base64url letters hold 32 bytes");
    }

    [Fact]
    [Trait("Seed", "S22")]
    public void A_state_gives_back_what_was_asked_for()
    {
        var state = Ask();

        _consents.Take(state, "anna", "session-1").Should().BeEquivalentTo(new
        {
            UserId = "anna",
            SessionId = "session-1",
            Target = ConnectionTarget.HubSpot,
            RedirectUri = "http://here/back",
            CodeVerifier = "verifier",
        });
    }

    [Fact]
    [Trait("BadInput", "callback with a replayed state")]
    public void A_state_is_good_once()
    {
        var state = Ask();
        _consents.Take(state, "anna", "session-1");

        _consents.Take(state, "anna", "session-1").Should().BeNull();
    }

    [Fact]
    [Trait("BadInput", "callback with an expired state")]
    public void A_state_is_good_for_ten_minutes()
    {
        var early = Ask();
        var late = Ask();

        _time.Advance(PendingConsents.Lifetime - TimeSpan.FromSeconds(1));
        _consents.Take(early, "anna", "session-1").Should().NotBeNull();
        _time.Advance(TimeSpan.FromSeconds(1));
        _consents.Take(late, "anna", "session-1").Should().BeNull();
    }

    [Theory]
    [InlineData("bert", "session-1")]
    [InlineData("anna", "session-2")]
    [Trait("BadInput", "callback with another user's state")]
    [Trait("Fault", "F50")]
    public void A_state_is_good_for_the_user_and_session_that_asked(string user, string session)
    {
        var state = Ask();

        _consents.Take(state, user, session).Should().BeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no such state")]
    [Trait("BadInput", "callback with a wrong state")]
    public void A_state_that_was_never_given_out_is_refused(string? state)
    {
        Ask();

        _consents.Take(state, "anna", "session-1").Should().BeNull();
    }

    [Fact]
    public void States_do_not_pile_up()
    {
        var first = Ask();
        for (var more = 0; more < 200; more++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Ask();
        }

        _consents.Take(first, "anna", "session-1").Should().BeNull();
    }

    [Fact]
    public void The_challenge_is_the_hash_of_the_verifier()
    {
        // RFC 7636, appendix B.
        PendingConsents.ChallengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").Should().Be("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    private string Ask() => _consents.Add("anna", "session-1", ConnectionTarget.HubSpot, "http://here/back", "verifier");
}
