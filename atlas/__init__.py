"""The health-reform atlas: from Chinese press documents to a public site of checked figures."""
