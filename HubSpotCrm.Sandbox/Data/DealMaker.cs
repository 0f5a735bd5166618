using System.Globalization;

namespace HubSpotCrm.Sandbox.Data;

internal sealed class DealMaker(BaseData data, BaseLinks links)
{
    private static readonly string[] Subjects = ["Annual licence", "Expansion", "Pilot", "Renewal", "New site", "Training", "Support contract", "Replacement", "Framework agreement", "Trial order"];

    public void Fill(int index, long created, long modified, RecordFiller deal)
    {
        var random = new Mix(data.Bits(ObjectKind.Deal, index, 10));
        var company = links.CompanyOfDeal(index);
        var subject = random.Pick(Subjects);
        deal["dealname"] = index % 300 == 150
            ? $"{subject} 🚀 <b>urgent</b> \"Q4\""
            : company < 0 ? $"{subject} {index}" : $"{CompanyIdentity.Of(data, company).Name}: {subject}";

        Course(index, created, modified, deal, ref random);
        Money(index, deal, ref random);
        deal["dealtype"] = random.Chance(80) ? (random.Chance(60) ? "newbusiness" : "existingbusiness") : null;
        deal["description"] = random.Chance(30) ? $"{subject}. Met at the trade fair; wants an offer in two variants." : null;
        deal["hs_priority"] = random.Chance(50) ? random.Pick(["low", "medium", "high"]) : null;
        deal["hs_next_step"] = random.Chance(25) ? "Send the revised offer" : null;
        deal["hs_analytics_source"] = random.Pick(ContactSchema.Sources).Value;
        deal["hubspot_owner_id"] = random.Chance(92) ? Stamp.Text(Reference.Owners[random.Chance(6) ? 7 + random.Next(2) : random.Next(7)].Id) : null;
        if (random.Chance(85))
        {
            var activity = created + (long)(random.NextFraction() * (modified - created));
            deal.Time("notes_last_updated", activity);
            deal["notes_last_contacted"] = random.Chance(70) ? Stamp.Iso(activity) : null;
        }

        deal["contract_start"] = random.Chance(25) ? $"2027-0{1 + random.Next(9)}-{10 + random.Next(19)}" : null;
        deal["discount_percent"] = random.Chance(3) ? "N/A" : random.Chance(35) ? Stamp.Text(random.Next(31)) : null;
        deal["competitors"] = random.Chance(30)
            ? string.Join(';', DealSchema.Rivals.Skip(random.Next(2)).Take(1 + random.Next(2)).Select(rival => rival.Value))
            : null;
        deal["risk"] = random.Chance(55) ? random.Pick(["low", "some", "high"]) : null;
        deal["legal_review"] = random.Chance(20) ? "true" : null;
        deal["num_associated_contacts"] = Stamp.Text(links.ContactsOfDeal(index).Count);
        DealSums.Apply(deal, data.Currencies);
    }

    /// <summary>Where the deal stands, since when, and when it closes.</summary>
    private void Course(int index, long created, long modified, RecordFiller deal, ref Mix random)
    {
        var pipeline = Reference.Pipelines[random.Chance(72) ? 0 : 1];
        var age = (data.ReferenceMs - created) / (double)BaseData.Day;
        var closed = random.Chance(age > 200 ? 92 : age > 90 ? 60 : age > 30 ? 25 : 6) && index != 0;
        var open = pipeline.Stages.Where(stage => !stage.Closed && stage.Id != Reference.EmptyStage).ToArray();
        var stage = closed ? (random.Chance(58) ? pipeline.Stages[^2] : pipeline.Stages[^1]) : open[random.Next(random.Chance(50) ? 2 : open.Length)];
        deal["pipeline"] = pipeline.Id;
        deal["dealstage"] = stage.Id;
        var entered = stage == open[0] ? created : History.StepMs(created, modified, 1, 1);
        deal.Time("hs_v2_date_entered_current_stage", entered);
        var close = closed ? entered : data.ReferenceMs + (random.Next(140) - 20) * BaseData.Day + (11 * 3_600_000L);
        deal["closedate"] = closed || random.Chance(90) ? Stamp.Iso(close) : null;
        deal["days_to_close"] = closed ? Stamp.Text(Math.Max(0, (close - created) / BaseData.Day)) : null;
        deal["closed_lost_reason"] = closed && !stage.Won && random.Chance(70) ? random.Pick(["Price", "Timing", "Competitor", "No answer"]) : null;
        deal["closed_won_reason"] = stage.Won && random.Chance(40) ? "Best offer" : null;
        deal["hs_manual_forecast_category"] = random.Chance(40) ? (closed ? (stage.Won ? "CLOSED" : "OMIT") : random.Pick(["PIPELINE", "BEST_CASE", "COMMIT"])) : null;
    }

    private void Money(int index, RecordFiller deal, ref Mix random)
    {
        var cents = random.Chance(20);
        var size = random.Next(100) switch { < 50 => 5_000, < 85 => 40_000, < 98 => 200_000, _ => 900_000 };
        var amount = 250 + random.Next(size) + (cents ? (random.Next(99) + 1) / 100m : 0);
        amount = index == data.Count(ObjectKind.Deal) / 3 ? 12_500_000m : amount;
        var codes = data.Currencies.Codes;
        var place = random.Next(10) switch { < 6 => 0, < 9 => 1, _ => 2 + (index % Math.Max(1, codes.Count - 2)) };
        var currency = codes[Math.Min(place, codes.Count - 1)];
        deal["deal_currency_code"] = currency;
        deal["amount"] = index > 1 && random.Chance(6) ? null : Currencies.InSmallUnits(amount, currency).ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>What HubSpot works out from stage, amount and currency.</summary>
internal static class DealSums
{
    public static void Apply(RecordFiller deal, Currencies currencies)
    {
        var stage = Reference.FindStage(deal["dealstage"]);
        var probability = stage?.Probability ?? "0.0";
        deal["hs_deal_stage_probability"] = probability;
        deal["hs_is_closed"] = stage?.Closed == true ? "true" : "false";
        deal["hs_is_closed_won"] = stage?.Won == true ? "true" : "false";
        var rate = currencies.Rate(deal["deal_currency_code"]);
        deal.Number("hs_exchange_rate", rate);
        if (!decimal.TryParse(deal["amount"], NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) || Math.Abs(amount) > 1e15m)
        {
            (deal["amount_in_home_currency"], deal["hs_closed_amount"], deal["hs_projected_amount"]) = (null, null, null);
            return;
        }

        deal.Number("amount_in_home_currency", Math.Round(amount * rate, 2));
        deal.Number("hs_closed_amount", stage?.Won == true ? amount : 0);
        deal.Number("hs_projected_amount", Math.Round(amount * decimal.Parse(probability, CultureInfo.InvariantCulture), 2));
    }
}
