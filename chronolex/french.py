"""Click in French: headings of the help pages, and what to say of a command that was typed wrong."""

from __future__ import annotations

import re
from difflib import get_close_matches

import click


class FrenchCommand(click.Command):
    """A command whose help page is in French, its examples kept as they are written."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first line of the help page."""
        pieces = [piece.replace("[OPTIONS]", "[OPTIONS…]") for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Usage : ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("Options"):
            formatter.write_dl([(name, text.replace("[required]", "(obligatoire)")) for name, text in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say in French what ``--help`` does."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Afficher cette aide."
        return option


_WHOLE_SENTENCE = 200
"""Characters of the first sentence of a command's help that the list of commands shows."""


class FrenchGroup(FrenchCommand, click.Group):
    """The command itself, which lists its own."""

    command_class = FrenchCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        FrenchCommand.format_options(self, ctx, formatter)
        commands = [(name, self.commands[name].get_short_help_str(_WHOLE_SENTENCE)) for name in self.list_commands(ctx)]
        with formatter.section("Commandes"):
            formatter.write_dl(commands)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of their definition: building first, then asking."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is told in French with the closest."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = get_close_matches(name, self.commands, n=3)
            hint = f" Peut-être : {', '.join(near)} ?" if near else ""
            raise click.UsageError(f"Commande inconnue : « {name} ».{hint}", ctx)
        return super().resolve_command(ctx, args)


def describe_usage_error(error: click.UsageError) -> str:
    """Say in French what is wrong with a command line, and where the help is."""
    help_command = f"{error.ctx.command_path} --help" if error.ctx else "chronolex --help"
    return f"{_describe(error)} Voir : {help_command}."


def _describe(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter(param=click.Argument() as param):
            return f"Il manque l’argument {param.make_metavar(error.ctx or click.Context(click.Command('')))}."
        case click.MissingParameter(param=click.Option() as param):
            return f"Il manque l’option {param.opts[0]}."
        case click.NoSuchOption():
            near = f" Peut-être : {', '.join(error.possibilities)} ?" if error.possibilities else ""
            return f"Option inconnue : {error.option_name}.{near}"
        case click.BadOptionUsage():
            return f"L’option {error.option_name} est mal employée : il lui faut une valeur."
        case click.BadParameter(param=click.Option() as param):
            return f"Valeur refusée pour {param.opts[0]}{_list_choices(param)}."
        case click.BadParameter(param=click.Argument() as param):
            return f"Valeur refusée pour {param.make_metavar(click.Context(click.Command('')))}{_list_choices(param)}."
        case click.UsageError() if extra := re.search(r"extra arguments? \((.*)\)", error.message):
            return f"Argument en trop : {extra[1]}."
        case _:
            return error.message if error.message.endswith((".", "?")) else f"{error.message}."


def _list_choices(param: click.Parameter) -> str:
    match param.type:
        case click.Choice():
            return f" ; valeurs possibles : {', '.join(map(str, param.type.choices))}"
        case click.IntRange():
            return f" ; un nombre de {param.type.min} à {param.type.max} est attendu"
        case click.Path():
            return " : c’est un dossier, un fichier est attendu"
        case click.types.IntParamType():
            return " ; un nombre est attendu"
        case _:
            return ""
