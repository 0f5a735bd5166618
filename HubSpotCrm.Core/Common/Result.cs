using System.Diagnostics.CodeAnalysis;

namespace HubSpotCrm.Core.Common;

/// <summary>A value, or the expected failure that took its place.</summary>
public sealed record Result<T>
{
    private readonly T? _value;

    private Result(T? value, Failure? failure) => (_value, Failure) = (value, failure);

    /// <summary>The failure; null when there is a value.</summary>
    public Failure? Failure { get; }

    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    /// <summary>The value. Reading it after a failure is a bug and throws.</summary>
    public T Value => Failure is null
        ? _value!
        : throw new InvalidOperationException($"No value: {Failure.Message}");

    /// <summary>The same failure for another type of value.</summary>
    public Result<TOther> As<TOther>() => Failure ?? throw new InvalidOperationException("Only a failure can change its type.");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Failure failure) => new(default, failure);
}

/// <summary>The value of an action that only succeeds or fails.</summary>
public readonly record struct Done;
