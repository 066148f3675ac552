using System.Net;
using System.Text.Json;
using FluentAssertions;
using MadLab.TestSupport;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Lean;

