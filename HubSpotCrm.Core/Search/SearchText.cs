using System.Globalization;
using System.Text;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Search;

/// <summary>
/// The text a record is found by: the words of its search fields, folded and joined by spaces. A word that begins another one
/// is left out, since every search is for beginnings.
/// </summary>
internal static class SearchText
{
    /// <summary>First name, last name, e-mail, company, phone.</summary>
    public static string Contact(ContactRow row)
    {
        var words = new WordList();
        words.Add(row.FirstName);
        words.Add(row.LastName);
        words.Add(row.Email);
        words.Add(row.Company);
        words.AddPhone(row.Phone);
        words.AddPhone(row.MobilePhone);
        return words.ToString();
    }

    /// <summary>Name, domain, industry, size, country, phone. <paramref name="industryLabel"/> as people read it, where known.</summary>
    public static string Company(CompanyRow row, string? industryLabel = null)
    {
        var words = new WordList();
        words.Add(row.Name);
        words.Add(row.Domain);
        words.Add(row.Industry);
        words.Add(industryLabel);
        words.AddNumber(row.Size);
        words.Add(row.Country);
        words.AddPhone(row.Phone);
        return words.ToString();
    }

    /// <summary>Name, amount, stage, company, contact. The stage by its label; company and contact by their names.</summary>
    public static string Deal(DealRow row, string? stageLabel = null, string? company = null, string? contact = null)
    {
        var words = new WordList();
        words.Add(row.Name);
        words.AddNumber(row.Amount);
        words.Add(stageLabel ?? row.Stage);
        words.Add(company);
        words.Add(contact);
        return words.ToString();
    }

    /// <summary>Name, status by its label, and the kinds of asset in words.</summary>
    public static string Campaign(CampaignRow row, string? statusLabel = null)
    {
        var words = new WordList();
        words.Add(row.Name);
        words.Add(statusLabel ?? row.Status);
        words.Add(row.AssetKinds?.Replace('_', ' '));
        return words.ToString();
    }

    private sealed class WordList
    {
        // Longest first group of a number that is written together: its country's code is up to three digits.
        private const int LongestCountryCode = 3;
        private readonly List<string> _words = [];

        public void Add(string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return;
            }

            foreach (var word in SearchWords.Of(TextFolding.Fold(text)))
            {
                AddWord(word);
            }
        }

        // 12500000 thousandths are found by "12500".
        public void AddNumber(long? thousandths)
        {
            if (thousandths is { } value)
            {
                Add((value / 1000m).ToString("0.###", CultureInfo.InvariantCulture));
            }
        }

        // The digits from the start of each group to the end: "+1 (555) 123-4567" is found by 1555, 555, 5551234567, 123 and 4567.
        public void AddPhone(string? phone)
        {
            if (string.IsNullOrEmpty(phone))
            {
                return;
            }

            var groups = new List<string>();
            foreach (var word in SearchWords.Of(TextFolding.Fold(phone)))
            {
                if (word.All(char.IsAsciiDigit))
                {
                    groups.Add(word);
                    continue;
                }

                // "+49 30 123456 ext. 12" are two numbers and a word.
                AddNumber(groups);
                groups.Clear();
                AddWord(word);
            }

            AddNumber(groups);
            if (groups.Count == 1 && phone.AsSpan().TrimStart().StartsWith("+"))
            {
                for (var code = 1; code <= LongestCountryCode && code < groups[0].Length; code++)
                {
                    AddWord(groups[0][code..]);
                }
            }
        }

        private void AddNumber(List<string> groups)
        {
            for (var at = 0; at < groups.Count; at++)
            {
                var digits = string.Concat(groups.Skip(at));
                AddWord(digits.Length > SearchWords.MaximumWordLength ? digits[..SearchWords.MaximumWordLength] : digits);
            }
        }

        public override string ToString() => string.Join(' ', _words);

        private void AddWord(string word)
        {
            // The lists are short, and a set would cost more than it saves.
            if (!_words.Exists(other => other.StartsWith(word, StringComparison.Ordinal)))
            {
                _words.RemoveAll(other => word.StartsWith(other, StringComparison.Ordinal));
                _words.Add(word);
            }
        }
    }
}
